import { describe, expect, it } from '@jest/globals';
import type { GitSnapshot } from '@towline/shared/ports';
import type { ManifestRepository, WorkPorts } from '../../app/pass/ports.js';
import { currentPorts } from './current-ports.js';

/** A repository that notes its calls, and whose snapshots are its own. */
function repository(name: string, calls: string[]): ManifestRepository {
  const note = (what: string): void => void calls.push(`${name} ${what}`);
  const none = async () => undefined;
  const snapshot: GitSnapshot = {
    branch: 'main',
    commit: undefined,
    list: async () => [],
    read: async () => new Map(),
  };
  return {
    head: none,
    heads: async () => new Map(),
    defaultBranch: async () => 'main',
    snapshot: async () => {
      note('snapshot');
      return { ...snapshot };
    },
    push: async () => {
      note('push');
      return { kind: 'accepted', commits: [] };
    },
    log: async () => {
      note('log');
      return [];
    },
    changes: async () => {
      note('changes');
      return [];
    },
    filesAt: async () => {
      note('filesAt');
      return [];
    },
  };
}

describe('currentPorts', () => {
  it('lets a pass go on with the repository that it has read, and the next one begin with that of now', async () => {
    const calls: string[] = [];
    let now = repository('old', calls);
    const ports = currentPorts(
      // Nothing else is asked here.
      () => ({ repositories: { open: async () => now } }) as unknown as WorkPorts,
      (address) => address,
    );
    const place = { repository: 'https://git.example/manifests.git', credentials: { kind: 'repocreds' } } as const;
    const opened = await ports.repositories.open(place, {});
    const onto = await opened.snapshot('main');
    now = repository('new', calls);
    if (onto === undefined) throw new TypeError('there is no branch');
    await opened.filesAt([]);
    await opened.push({ onto, commits: [] });
    await opened.snapshot('main');
    await opened.filesAt([]);
    expect(calls).toEqual(['old snapshot', 'old filesAt', 'old push', 'new snapshot', 'new filesAt']);
  });
});
