import { errorCode } from '@towline/shared/errors';
import type { ImageRepository } from '@towline/shared/image';
import { silentLogger } from '@towline/shared/ports';
import {
  createMemoryFactCache,
  createRegistries,
  type RegistryEntry,
  type RegistryPlacesDependencies,
  selectRegistry,
} from '@towline/shared/registry';

/** Lists all tags of a repository; none where there is no such repository. */
export type ListTags = (repository: ImageRepository, signal: AbortSignal) => Promise<readonly string[]>;

/** How registries are reached, as for reading and writing images. */
export interface TagListing {
  readonly entries: readonly RegistryEntry[];
  readonly plainHttp: (host: string) => Promise<boolean>;
}

/** A {@link ListTags} of the registries that images are read from and written to. */
export function createListTags(dependencies: RegistryPlacesDependencies, { entries, plainHttp }: TagListing): ListTags {
  return async (repository, signal) => {
    const { kind, entry } = selectRegistry(entries, repository);
    const plain = kind === 'inferred' && (await plainHttp(repository.host));
    const all = plain ? [...entries, { ...entry, apiUrl: `http://${repository.host}` }] : entries;
    const registries = createRegistries(
      { ...dependencies, log: silentLogger, cache: createMemoryFactCache() },
      { entries: all },
    );
    try {
      const candidates = await registries.candidates({ repository, demand: { kind: 'names' }, signal });
      return Array.from(candidates, ({ tag }) => tag);
    } catch (error) {
      if (errorCode(error) === 'registry-repository-not-found') return [];
      throw error;
    }
  };
}
