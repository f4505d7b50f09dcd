import { beforeEach, describe, expect, it } from '@jest/globals';
import type { GitRepository, PushOutcome, PushRequest } from '@towline/shared/ports';
import type { LivePort, RepositoriesPort } from '../pass/ports.js';
import { guardWrites } from './guard.js';

const name = { namespace: 'argocd', name: 'web' };
const place = { repository: 'https://git.example/manifests.git', credentials: { kind: 'repocreds' } } as const;

describe('guardWrites', () => {
  let written: string[];
  let begun: number;
  let late: number;
  let outcome: PushOutcome;
  const begins = (): void => {
    begun += 1;
  };
  const overtaken = (): void => {
    late += 1;
  };
  beforeEach(() => {
    written = [];
    begun = 0;
    late = 0;
    outcome = { kind: 'accepted', commits: [] };
  });

  const never = async (): Promise<never> => {
    throw new Error('no test here asks for that');
  };
  const snapshot = { branch: 'main', commit: undefined, list: never, read: never };
  const request: PushRequest = { onto: snapshot, commits: [] };
  const repository: GitRepository = {
    head: never,
    heads: never,
    defaultBranch: never,
    snapshot: never,
    async push() {
      written.push('push');
      return outcome;
    },
  };
  const repositories: RepositoriesPort = {
    open: async () => ({ ...repository, log: never, changes: never, filesAt: never }),
  };
  const live: LivePort = {
    read: async () => undefined,
    annotate: never,
    async patch() {
      written.push('patch');
      return { kind: 'patched' };
    },
  };
  const guarded = (isOurs: boolean) =>
    guardWrites({ repositories, live }, { mayWrite: () => isOurs, begins, overtaken });

  it('lets through what is ours, and tells that it begins', async () => {
    const ports = guarded(true);
    await (await ports.repositories.open(place, {})).push(request);
    await ports.live?.patch(name, [], {});
    expect([written, begun]).toEqual([['push', 'patch'], 2]);
  });

  it('tells of a push that came too late', async () => {
    const repository = await guarded(true).repositories.open(place, {});
    await repository.push(request);
    expect(late).toBe(0);
    outcome = { kind: 'rejected', reason: 'branch-moved', message: 'fetch first' };
    expect(await repository.push(request)).toBe(outcome);
    expect(late).toBe(1);
  });

  it('writes nothing that is not ours any more', async () => {
    const ports = guarded(false);
    const open = await ports.repositories.open(place, {});
    await expect(open.push(request)).rejects.toMatchObject({ code: 'write-not-ours' });
    await expect(ports.live?.patch(name, [], {})).rejects.toMatchObject({ code: 'write-not-ours' });
    expect([written, begun]).toEqual([[], 0]);
  });

  it('reads all the same', async () => {
    expect(await guarded(false).live?.read(name, {})).toBeUndefined();
  });
});
