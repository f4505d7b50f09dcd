import { imageRecord } from './image-record.js';
import { defaultSettings, type RepositoryRecord, type RepositorySettings } from './repository-record.js';
import type { Snapshot } from './schema.js';
import { StateError } from './state-error.js';
import type { RegistryStorage } from './storage.js';

/** The repositories of a registry. Refusals are {@link StateError}s. */
export interface Repositories {
  /** In order of their names. */
  all(): readonly RepositoryRecord[];
  /** The repository, or `repository-unknown`. */
  find(name: string): RepositoryRecord;
  has(name: string): boolean;
  create(name: string, settings?: Partial<RepositorySettings>): RepositoryRecord;
  configure(name: string, settings: Partial<RepositorySettings>): RepositoryRecord;
  /** A repository with images is removed by force only. */
  remove(name: string, options: { readonly force: boolean }): RepositoryRecord;
  /** To be called after every change. */
  save(): void;
}

/** The repositories as an earlier life left them in the storage. */
export async function createRepositories(storage: RegistryStorage, now: () => number): Promise<Repositories> {
  const records = await restore(storage);
  const save = () => storage.save(() => snapshotOf(records));
  const find = (name: string): RepositoryRecord => {
    const repository = records.get(name);
    if (repository === undefined) throw new StateError('repository-unknown', name);
    return repository;
  };
  return {
    all: () => [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find,
    has: (name) => records.has(name),
    create(name, settings = {}) {
      if (records.has(name)) throw new StateError('repository-exists', name);
      const repository: RepositoryRecord = {
        name,
        createdAt: now(),
        settings: { ...defaultSettings, ...settings },
        images: new Map(),
        tags: new Map(),
      };
      records.set(name, repository);
      save();
      return repository;
    },
    configure(name, settings) {
      const repository = find(name);
      repository.settings = { ...repository.settings, ...settings };
      save();
      return repository;
    },
    remove(name, { force }) {
      const repository = find(name);
      if (repository.images.size > 0 && !force) throw new StateError('repository-not-empty', name);
      records.delete(name);
      save();
      return repository;
    },
    save,
  };
}

function snapshotOf(records: ReadonlyMap<string, RepositoryRecord>): Snapshot {
  return [...records.values()].map(({ name, createdAt, settings, images, tags }) => ({
    name,
    createdAt,
    settings: { ...settings, exclusions: [...settings.exclusions] },
    images: [...images.values()].map(({ digest, mediaType, pushedAt }) => ({ digest, mediaType, pushedAt })),
    tags: [...tags],
  }));
}

/** An image whose bytes are lost is left out. */
async function restore(storage: RegistryStorage): Promise<Map<string, RepositoryRecord>> {
  const { snapshot, manifests } = await storage.load();
  return new Map(
    snapshot.map(({ name, createdAt, settings, images, tags }) => {
      const records = images.flatMap(({ digest, mediaType, pushedAt }) => {
        const bytes = manifests.get(digest);
        return bytes === undefined ? [] : [imageRecord({ mediaType, pushedAt, bytes })];
      });
      const byDigest = new Map(records.map((record) => [record.digest, record]));
      return [name, { name, createdAt, settings, images: byDigest, tags: new Map(tags) }];
    }),
  );
}
