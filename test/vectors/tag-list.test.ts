import { describe, expect, it } from '@jest/globals';
import { argocdPolicy, compilePolicy, factsNeeded, parseArgocdStrategy } from '@towline/shared/policy';
import { z } from 'zod';
import { comparable } from './describe-vectors.js';
import { readCases, vectorsFolder } from './vector-cases.js';

const input = z.object({
  strategy: z.string(),
  constraint: z.string(),
  ignoreTags: z.array(z.string()).nullable(),
  registry: z.object({
    tags: z.array(z.string()).nullable(),
    metadata: z.record(z.string(), z.object({ created: z.number(), digest: z.string() })),
    tagsError: z.string().nullable(),
  }),
});

/** Recorded with `allow-tags`, which the case does not have. */
const withoutAllowTags = new Set(['docker_hub_alpine_allow', 'newest-build_allow']);

const file = 'tag-list.json';
const cases = readCases(file)?.filter(({ name }) => !withoutAllowTags.has(name.replace(/.*\//, '')));

/** The tags that a policy judges, with the facts that it asks for, by name: what argocd-image-updater fetches of a repository. */
function tagsToJudge({ strategy, constraint, ignoreTags, registry }: z.infer<typeof input>): unknown {
  if (registry.tagsError !== null) return { error: registry.tagsError, tags: [] };
  const settings = {
    strategy: parseArgocdStrategy(strategy) ?? ('semver' as const),
    constraint,
    ignoreTags: ignoreTags ?? [],
  };
  const reading = compilePolicy(argocdPolicy(settings, 'argocd-image-updater'));
  const tags = registry.tags ?? [];
  // An unreadable constraint is told of when there is something to judge.
  const filter = reading.kind === 'policy' ? reading.policy.filter : (tag: string) => tag;
  const demand = reading.kind === 'policy' ? factsNeeded(reading.policy) : { kind: 'names' as const };
  const followed = demand.kind === 'digests' ? demand.tags : undefined;
  const judged = tags.filter((tag) => typeof filter(tag) === 'string' && (followed?.includes(tag) ?? true));
  return {
    error: null,
    tags: judged.sort().map((name) => {
      const { created = 0, digest = '' } = demand.kind === 'names' ? {} : (registry.metadata[name] ?? {});
      return { name, created, digest: demand.kind === 'digests' ? digest : '' };
    }),
  };
}

describe(`argocd-image-updater ${file}`, () => {
  if (cases === undefined) {
    it.skip(`needs ${vectorsFolder}/argocd-image-updater/${file}`, () => undefined);
    return;
  }
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { input: given, expected }) => {
    expect(comparable(tagsToJudge(input.parse(given)))).toEqual(comparable(expected));
  });
});
