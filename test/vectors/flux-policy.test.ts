import { expect, it } from '@jest/globals';
import { type Candidate, parsePolicy, select } from '@towline/shared/policy';
import { z } from 'zod';
import { describeFluxVectors } from './describe-vectors.js';

const choiceSchema = z.object({
  semver: z.object({ range: z.string() }).optional(),
  alphabetical: z.object({ order: z.string().optional() }).optional(),
  numerical: z.object({ order: z.string().optional() }).optional(),
});

const caseSchema = z.object({
  id: z.string(),
  tags: z.array(z.string()),
  filterTags: z.object({ pattern: z.string(), extract: z.string() }).nullable(),
  policy: choiceSchema,
  expectedLatest: z.string().nullable(),
  upstreamNonDeterministic: z.unknown().optional(),
});
type FluxCase = z.infer<typeof caseSchema>;

/** The order that a policy of Flux names; the form is checked by `parsePolicy`. */
function order({ semver, alphabetical, numerical }: z.infer<typeof choiceSchema>): unknown {
  if (semver) return { kind: 'semver', constraint: semver.range };
  if (alphabetical) return { kind: 'alphabetical', direction: alphabetical.order };
  return numerical && { kind: 'numerical', direction: numerical.order };
}

function latest({ tags, filterTags, policy }: FluxCase): string | null {
  const reading = parsePolicy({ order: order(policy), filterTags: filterTags ?? undefined, compat: 'flux' });
  if (reading.kind === 'refused') return null;
  const candidates: readonly Candidate[] = tags.map((tag) => ({ tag }));
  return select(reading.policy, candidates).chosen?.tag ?? null;
}

describeFluxVectors({
  file: 'flux/policy_selection.json',
  fn: 'policy_selection',
  schema: caseSchema,
  isTold: ({ upstreamNonDeterministic }) => upstreamNonDeterministic === undefined,
  answer: (one) => ({ ours: latest(one), theirs: one.expectedLatest }),
  also: (cases) =>
    it('gives one answer where Flux gives several', () => {
      for (const one of cases) expect(latest({ ...one, tags: [...one.tags].reverse() })).toBe(latest(one));
    }),
});
