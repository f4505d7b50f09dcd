import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startGitServer } from '@towline/test-kit/git';
import { type RunningRegistry, startRegistry } from '@towline/test-kit/registry';
import { startBridge, untilNoneHas } from './bridge-process.js';
import { createRunWorld } from './run-world.js';
import { untilExists } from './until.js';

const legs = '{kind: together, of: [linux/amd64, linux/arm64]}';

/** A run on a registry of its own, so that a fault strikes nobody else. */
async function stage(run: string) {
  const git = await startGitServer();
  const registry = await startRegistry();
  const image = { host: registry.host, url: registry.url, environment: {}, push: async () => '', stop: async () => {} };
  const world = await createRunWorld(git, image, 'fake');
  await world.commit({
    'towline.yaml': `builder: {kind: towline}\nimages: [{name: web, platforms: ${legs}}]\ntests: [{kind: agent, run: '${run}'}]\npublication:\n  registry: ${world.publication}\n`,
    Dockerfile: 'FROM scratch\nCOPY towline.yaml /\n',
  });
  const start = () => startBridge(['run', '--source', world.repository.url], world.environment);
  const stop = async () => {
    await world.remove();
    await registry.stop();
    await git.stop();
  };
  return { world, registry, start, stop };
}

async function untilAsked({ requests }: RunningRegistry, part: string): Promise<void> {
  const isThere = () => requests.entries.some(({ method, path }) => `${method} ${path}`.includes(part));
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a run that is killed outright', () => {
  it('in the middle of a test leaves no process', async () => {
    const { world, start, stop } = await stage('touch "$HOME/begun"; sleep 300 & sleep 300');
    const { child, ended } = start();
    await untilExists(join(world.folder, 'begun'));
    child.kill('SIGKILL');
    await ended;
    await untilNoneHas(`HOME=${world.folder}`);
    expect(await world.tags('web')).toEqual([]);
    await stop();
  });

  it.each(['PUT /v2/', 'POST /v2/'])(
    'in the middle of a push (%s) leaves no tag, and the next run mends it',
    async (at) => {
      const { world, registry, start, stop } = await stage('true');
      const [method = ''] = at.split(' ');
      const heal = registry.faults.add({ effect: 'silence', match: { method } });
      const { child, ended } = start();
      await untilAsked(registry, at);
      child.kill('SIGKILL');
      await ended;
      expect(await world.tags('web')).toEqual([]);
      heal();
      expect((await start().ended).code).toBe(0);
      expect((await world.tags('web')).length).toBe(2);
      await untilNoneHas(`HOME=${world.folder}`);
      await stop();
    },
  );
});
