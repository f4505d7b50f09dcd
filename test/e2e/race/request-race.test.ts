import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PassWorld } from '../run-once/pass-world.js';
import { type RequestHost, startRequestHost } from '../run-once/request-host.js';
import { expectMerged, letPush, rows, startRace } from './person.js';

describe.each(['github', 'gitlab'] as const)('a person who is quicker than a request of %s', (provider) => {
  let world: PassWorld;
  let host: RequestHost;
  beforeEach(async () => {
    world = await startRace({ 'towline.dev/pull-request': provider });
    host = await startRequestHost(provider, world.git);
  });
  afterEach(async () => {
    await host.stop();
    await world.stop();
  });
  const run = () => world.run({ pullRequests: host.pullRequests() });
  const open = () => host.requests().filter(({ state }) => state === 'open');

  /** Merges a request as the host does, and gives what reads files of the result. Throws where the branches conflict. */
  async function merge(head: string): Promise<(file: string) => Promise<string>> {
    const { git, gitBytes, directory } = world.manifests;
    const env = { GIT_INDEX_FILE: join(directory, 'merge.index') };
    const base = await git(['merge-base', 'main', head]);
    await git(['read-tree', '-i', '-m', '--aggressive', base, 'main', head], { env });
    return async (file) => (await gitBytes(['cat-file', 'blob', `:${file}`], { env })).toString('utf8');
  }

  it.each(rows)('and pushes to its base (%s) %s loses nothing when it is merged', async (moment, _what, edit) => {
    const theirs = letPush(world, { moment, edit, branch: 'main' });
    await run();
    await run();
    expect(await world.manifests.head()).toBe(theirs());
    const [request] = open();
    if (edit.ours) await expectMerged(world, edit, await merge(request?.head ?? ''));
    // A request that proposes less than what is there now may stay, in conflict, until a person looks.
    else if (edit.tag === '1.2.0') expect(request).toBeUndefined();
  });

  const inFlight = rows.filter(([moment]) => moment === 'receive-pack');

  it.each(inFlight)('and pushes to its branch (%s) %s loses nothing, then and later', async (moment, _what, edit) => {
    await run();
    const [{ head = '' } = {}] = open();
    await world.push('web', '1.3.0');
    const theirs = letPush(world, { moment, edit, branch: head });
    await run();
    const newest = edit.tag === '1.9.0' ? '1.9.0' : '1.3.0';
    await expectMerged(world, { ...edit, tag: newest }, (file) => world.manifests.read(file, head));

    await world.push('web', '1.4.0');
    await run();
    await expectMerged(world, { ...edit, tag: edit.tag === '1.9.0' ? '1.9.0' : '1.4.0' }, (file) =>
      world.manifests.read(file, head),
    );
    expect(await world.manifests.git(['rev-list', head])).toContain(theirs());
    expect(open()).toHaveLength(1);
  });
});
