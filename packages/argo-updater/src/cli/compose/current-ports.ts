import type { GitSnapshot } from '@towline/shared/ports';
import type { ManifestRepository, RepositoriesPort, WorkPorts } from '../../app/pass/ports.js';

/** Ports that always ask those of now, so that whoever keeps them need not know when settings or secrets change. */
export function currentPorts(now: () => WorkPorts, addressKey: (address: string) => string): WorkPorts {
  const { signatures } = now();
  return {
    // The clock, the log, and whether there is a cluster do not change.
    ...now(),
    signatures: signatures && { verify: (query, waiting) => (now().signatures ?? signatures).verify(query, waiting) },
    registry: {
      candidates: (query) => now().registry.candidates(query),
      recheck: (query) => now().registry.recheck(query),
      inspect: (query) => now().registry.inspect(query),
    },
    repositories: currentRepositories(() => now().repositories, addressKey),
    histories: {
      read: (source, waiting) => now().histories.read(source, waiting),
      author: (commit, waiting) => now().histories.author(commit, waiting),
    },
    pullRequests: { open: (place, waiting) => now().pullRequests.open(place, waiting) },
  };
}

function currentRepositories(now: () => RepositoriesPort, addressKey: (address: string) => string): RepositoriesPort {
  const known = new Map<string, ManifestRepository>();
  return {
    async open(place, waiting) {
      await now().open(place, waiting);
      const key = JSON.stringify([addressKey(place.repository), place.credentials]);
      const open = (): Promise<ManifestRepository> => now().open(place, waiting);
      const found = known.get(key) ?? currentRepository(open);
      known.set(key, found);
      return found;
    },
  };
}

/** A pass goes on with the repository that it began with: the mirror of another one need not have what was read. */
function currentRepository(open: () => Promise<ManifestRepository>): ManifestRepository {
  const origins = new WeakMap<GitSnapshot, ManifestRepository>();
  let read: ManifestRepository | undefined;
  return {
    head: async (branch, options) => (await open()).head(branch, options),
    heads: async (branches, options) => (await open()).heads(branches, options),
    defaultBranch: async (options) => (await open()).defaultBranch(options),
    async snapshot(branch, options) {
      const repository = await open();
      const snapshot = await repository.snapshot(branch, options);
      read = repository;
      if (snapshot !== undefined) origins.set(snapshot, repository);
      return snapshot;
    },
    push: async (request) => (origins.get(request.onto) ?? (await open())).push(request),
    log: async (query) => (read ?? (await open())).log(query),
    changes: async (query) => (read ?? (await open())).changes(query),
    filesAt: async (versions, options) => (read ?? (await open())).filesAt(versions, options),
  };
}
