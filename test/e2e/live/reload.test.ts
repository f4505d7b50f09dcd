import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { kustomization, web } from './live-world.js';
import { type ReplicaProcess, startReplica, until } from './replica-process.js';

const minute = 60_000;

describe('without a new start', () => {
  let world: PassWorld;
  let folder: string;
  let replica: ReplicaProcess;
  beforeEach(async () => {
    world = await startPassWorld({ 'apps/web/kustomization.yaml': kustomization('1.0.0') });
    await world.push('web', '1.0.0', '1.1.0');
    world.apply(web);
    folder = await mkdtemp(join(tmpdir(), 'towline-reload-'));
  }, minute);
  afterEach(async () => {
    replica.signal('SIGTERM');
    expect(await replica.ended).toBe(0);
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }, minute);

  const start = async (registry: string): Promise<void> => {
    const place = { kubeConfig: world.kube.kubeConfig, registry, folder };
    replica = await startReplica(place, { name: 'updater', interval: '1s' });
  };
  const untilTag = (tag: string) =>
    until(async () => (await world.manifests.read('apps/web/kustomization.yaml'))?.includes(`newTag: ${tag}`) ?? false);

  it(
    'a password of a repository is changed',
    async () => {
      await start(world.registry.host);
      await untilTag('1.1.0');
      await world.rotatePassword('the-next-password');
      await world.push('web', '1.2.0');
      await untilTag('1.2.0');
    },
    2 * minute,
  );

  it(
    'registries.conf is changed',
    async () => {
      await start('registry.invalid');
      await until(() => replica.log().includes('registry-'));
      const { host } = world.registry;
      const conf = `registries:\n- name: kit\n  prefix: ${host}\n  api_url: http://${host}\n  insecure: true\n`;
      await writeFile(join(folder, 'registries.conf'), conf);
      await untilTag('1.1.0');
    },
    2 * minute,
  );
});
