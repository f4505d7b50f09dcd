import type { ImageRepository } from '@towline/shared/image';
import type { Candidate } from '@towline/shared/policy';
import type { Registry } from '@towline/shared/ports';

/**
 * Says which tags of a repository may be written. The annotations choose among them: who gives back one candidate decides alone, who gives back
 * none has nothing written. Digests and times of pushes are there where the listing of the registry has them.
 */
export type TagPolicy = (candidates: readonly Candidate[], repository: ImageRepository) => Iterable<Candidate>;

/** A registry that lists only what a policy lets through. */
export function narrowRegistry<Asked extends Pick<Registry, 'candidates'>>(registry: Asked, policy: TagPolicy): Asked {
  return {
    ...registry,
    candidates: async (query) => [...policy([...(await registry.candidates(query))], query.repository)],
  };
}
