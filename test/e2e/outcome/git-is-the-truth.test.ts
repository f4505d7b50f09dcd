import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StartedUpdater } from '../server/start-updater.js';
import { type OutcomeWorld, startOutcomeWorld } from './outcome-world.js';

const minute = 60_000;
let given: OutcomeWorld;
let updater: StartedUpdater;
beforeEach(async () => {
  given = await startOutcomeWorld({ 'towline.dev/on-failure': 'revert' });
  updater = await given.start();
});
afterEach(async () => {
  await updater.kill();
  await given.stop();
});

/** Kills the controller at whatever it is, and starts another one that has no cache. */
const restart = async () => {
  await updater.kill();
  updater = await given.start();
};

const history = async () => (await given.world.manifests.git(['log', '--format=%s', 'main'])).trim().split('\n');
const update = 'build: automatic update of web';
const back = 'revert: take web back';

describe('killed at any moment, with its caches gone', () => {
  it(
    'what failed is told of once and taken back once, and stays held',
    async () => {
      const first = (await history()).length;
      await given.publish(updater, '1.1.0');
      await given.untilTag('1.1.0');
      await given.untilRemembered('written');
      await restart();
      await given.deploy('1.1.0', 'Degraded', 'crash loop');
      await given.untilTag('1.0.0');
      await given.untilTold(1);
      await restart();
      await given.deploy('1.0.0', 'Healthy');
      await given.untilTold(2);
      await given.untilRemembered('healthy');
      await restart();
      expect((await given.command('run', '--once')).code).toBe(0);
      expect((await history()).slice(0, -first)).toEqual([back, update]);
      expect(given.told.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
        'failed: it is Degraded: crash loop',
        'recovered: it is healthy',
      ]);
      expect((await given.command('explain', 'web')).stdout).toContain('until something newer than 1.1.0 appears');
    },
    2 * minute,
  );

  it(
    'between the push and writing it down, what becomes of it is told of once all the same',
    async () => {
      const { kube, manifests } = given.world;
      const patches = kube.requests.count('patch:applications');
      const mend = kube.faults.add({ effect: 'silence', match: { kind: 'patch:applications' } });
      await given.publish(updater, '1.1.0');
      await given.untilTag('1.1.0');
      await given.until(() => kube.requests.count('patch:applications') > patches);
      await updater.kill();
      mend();
      const commit = await manifests.head('main');
      expect(await given.remembered()).toBe('');
      updater = await given.start();
      await given.untilRemembered('written');
      await restart();
      await given.deploy('1.1.0', 'Degraded', 'crash loop');
      await given.untilTold(1);
      await given.untilTag('1.0.0');
      await restart();
      await given.deploy('1.0.0', 'Healthy');
      await given.untilTold(2);
      await given.untilRemembered('healthy');
      expect(given.told).toMatchObject([
        { kind: 'failed', commit, images: [{ from: '1.0.0', to: '1.1.0' }] },
        { kind: 'recovered' },
      ]);
    },
    2 * minute,
  );

  it(
    'in the middle of taking back, it is taken back once',
    async () => {
      const first = (await history()).length;
      await given.publish(updater, '1.1.0');
      await given.untilTag('1.1.0');
      await given.untilRemembered('written');
      const { git } = given.world;
      const pushes = git.requests.count('receive-pack');
      git.faults.add({ effect: 'silence', match: { kind: 'receive-pack' }, times: 1 });
      await given.deploy('1.1.0', 'Degraded', 'crash loop');
      await given.until(() => git.requests.count('receive-pack') > pushes);
      await restart();
      await given.untilTag('1.0.0');
      await given.deploy('1.0.0', 'Healthy');
      await given.untilTold(2);
      expect((await history()).slice(0, -first)).toEqual([back, update]);
      expect(given.told.map(({ kind }) => kind)).toEqual(['failed', 'recovered']);
    },
    2 * minute,
  );

  it(
    'at any step of a write, Git comes to the same',
    async () => {
      const moments = ['info-refs:upload-pack', 'upload-pack', 'info-refs:receive-pack', 'receive-pack'] as const;
      for (const [index, moment] of moments.entries()) {
        const killed = new Promise<void>((resolve) => {
          given.world.git.beforeNext(moment, async () => {
            await updater.kill();
            resolve();
          });
        });
        await given.publish(updater, `1.1.${index}`);
        await killed;
        updater = await given.start();
        await given.untilTag(`1.1.${index}`);
      }
      expect(await history()).toEqual([update, update, update, update, 'The first commit']);
    },
    2 * minute,
  );

  it(
    'what a person took back stays so',
    async () => {
      const { manifests } = given.world;
      await given.publish(updater, '1.1.0');
      await given.untilTag('1.1.0');
      const path = 'apps/web/kustomization.yaml';
      const before = (await manifests.read(path, 'main~1')) ?? '';
      const reverted = await manifests.commit({ files: { [path]: before }, message: 'Go back' });
      await restart();
      expect((await given.command('run', '--once')).code).toBe(0);
      expect([await given.tag(), await manifests.head('main')]).toEqual(['1.0.0', reverted]);
      expect((await given.command('explain', 'web')).stdout).toContain('until something newer than 1.1.0 appears');
      expect(given.told).toEqual([]);
    },
    2 * minute,
  );
});
