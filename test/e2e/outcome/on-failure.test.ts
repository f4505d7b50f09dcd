import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StartedUpdater } from '../server/start-updater.js';
import { type OutcomeWorld, startOutcomeWorld } from './outcome-world.js';

let given: OutcomeWorld;
let updater: StartedUpdater;
beforeAll(async () => {
  given = await startOutcomeWorld({ 'towline.dev/on-failure': 'revert' });
  updater = await given.start();
});
afterAll(async () => {
  await updater.stop();
  await given.stop();
});

describe('on-failure: revert', () => {
  it('puts the version before back by a commit of its own, and tells of it once', async () => {
    const { manifests } = given.world;
    await given.publish(updater, '1.1.0');
    await given.untilTag('1.1.0');
    const written = await manifests.head('main');
    await given.deploy('1.1.0', 'Progressing');
    await given.deploy('1.1.0', 'Degraded', 'crash loop');
    await given.untilTag('1.0.0');
    expect(await manifests.git(['diff', '--stat', `${written}^`, 'main'])).toBe('');
    const message = await manifests.git(['log', '-1', '--format=%B', 'main']);
    expect(message.trim().split('\n')).toEqual([
      'revert: take web back',
      '',
      'It failed in the cluster: it is Degraded: crash loop.',
      '',
      "takes image web from '1.1.0' back to '1.0.0'",
      '',
      'Towline-Application: argocd/web',
      'Towline-Rollback: web 1.1.0 → 1.0.0',
    ]);
    await given.untilTold(1);
    expect(given.told[0]).toMatchObject({ kind: 'failed', commit: written, reason: 'it is Degraded: crash loop' });
    expect(given.told[0]?.details.at(-1)).toContain('The version before is put back by a commit of its own');
    await given.deploy('1.0.0', 'Healthy');
    await given.untilTold(2);
    expect(given.told[1]).toMatchObject({ kind: 'recovered', images: [{ from: '1.1.0', to: '1.0.0' }] });
  });

  it('holds it, also where nothing is remembered but Git', async () => {
    const before = await given.world.manifests.head('main');
    for (let pass = 0; pass < 2; pass += 1) {
      expect((await given.command('run', '--once')).code).toBe(0);
    }
    expect(await given.world.manifests.head('main')).toBe(before);
    const { stdout } = await given.command('explain', 'web');
    expect(stdout).toMatch(/held.*until something newer than 1\.1\.0 appears/s);
  });

  it('lets the next version through', async () => {
    await given.publish(updater, '1.2.0');
    await given.untilTag('1.2.0');
    await given.deploy('1.2.0', 'Healthy');
    expect(given.told).toHaveLength(2);
  });

  it('leaves what a person has set meanwhile', async () => {
    const { manifests, registry } = given.world;
    await given.world.push('web', '1.2.5');
    await given.publish(updater, '1.3.0');
    await given.untilTag('1.3.0');
    const text = `images:\n  - name: ${registry.host}/web\n    newTag: 1.2.5\n`;
    await manifests.commit({ files: { 'apps/web/kustomization.yaml': text } });
    const chosen = await manifests.head('main');
    await given.deploy('1.3.0', 'Degraded');
    await given.untilTold(3);
    await given.deploy('1.2.5', 'Healthy');
    await given.untilTold(4);
    expect(given.told[3]).toMatchObject({ kind: 'recovered', images: [{ to: '1.2.5' }] });
    await given.publish(updater, '1.2.9');
    expect((await given.command('run', '--once')).code).toBe(0);
    expect(await manifests.head('main')).toBe(chosen);
  });
});
