import { describe, expect, it } from '@jest/globals';
import { type Candidate, parsePolicy, select } from '@towline/shared/policy';
import { z } from 'zod';
import { differenceFor, expectAnswer } from './describe-vectors.js';
import { differences } from './differences.js';
import { areUsualVectors, readVectors, vectorsFolder } from './vector-cases.js';

const file = 'flux/policy_selection.json';
const fn = 'policy_selection';

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

const text = readVectors(file);
if (text === undefined) {
  describe.skip(`Flux ${fn}`, () => {
    it(`needs ${vectorsFolder}/${file}; TOWLINE_VECTORS names another folder`, () => undefined);
  });
} else {
  const { cases } = z.object({ cases: z.array(caseSchema) }).parse(JSON.parse(text));
  const stable = cases.filter(({ upstreamNonDeterministic }) => upstreamNonDeterministic === undefined);
  describe(`Flux ${fn}`, () => {
    it.each(stable.map((one) => [one.id, one] as const))('%s', (id, one) => {
      expectAnswer({ ours: latest(one), theirs: one.expectedLatest, difference: differenceFor(id, fn) });
    });

    const listed = areUsualVectors ? differences.filter(({ vectors }) => vectors?.fn === fn) : [];
    it.each(listed.map((difference) => [difference.id, difference]))('difference %s has a case', (_id, difference) => {
      expect(cases.some(({ id }) => differenceFor(id, fn) === difference)).toBe(true);
    });

    it('gives one answer where Flux gives several', () => {
      for (const one of cases) expect(latest({ ...one, tags: [...one.tags].reverse() })).toBe(latest(one));
    });
  });
}
