import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeReal, startKubeApi } from '@towline/test-kit/real';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { copyInto } from './copy-into.js';
import { api, kustomization, web } from './live-world.js';
import { type ReplicaProcess, type ReplicaWorld, startReplica, until } from './replica-process.js';

const minute = 60_000;

interface Cluster {
  readonly kubeConfig: string;
  stop(): Promise<void>;
}

/** Replicas in processes of their own, on a cluster that holds what the world holds. */
function suite(open: (world: PassWorld) => Promise<Cluster>): void {
  let world: PassWorld;
  let cluster: Cluster;
  let place: ReplicaWorld;
  let replicas: ReplicaProcess[];
  beforeEach(async () => {
    world = await startPassWorld({
      'apps/web/kustomization.yaml': kustomization('1.0.0'),
      'apps/api/kustomization.yaml': kustomization('1.0.0', 'api'),
    });
    for (const name of ['web', 'api']) await world.push(name, '1.0.0');
    world.apply(web, api);
    cluster = await open(world);
    const folder = await mkdtemp(join(tmpdir(), 'towline-replicas-'));
    place = { kubeConfig: cluster.kubeConfig, registry: world.registry.host, folder };
    replicas = [];
  }, minute);
  afterEach(async () => {
    for (const replica of replicas) {
      replica.signal('SIGKILL');
      await replica.ended;
    }
    await cluster.stop();
    await world.stop();
    await rm(place.folder, { recursive: true, force: true });
  }, minute);

  const start = async (name: string, interval = '1h'): Promise<ReplicaProcess> => {
    const replica = await startReplica(place, { name, interval });
    replicas.push(replica);
    return replica;
  };
  const tagIn = async (name: string) =>
    /newTag: (.*)/.exec((await world.manifests.read(`apps/${name}/kustomization.yaml`)) ?? '')?.[1];
  const commits = async () => Number(await world.manifests.git(['rev-list', '--count', 'main']));

  it.each([1, 2, 3])(
    '%i: whichever is told of a push, it is committed once',
    async (count) => {
      const started = await Promise.all(Array.from({ length: count }, (_, index) => start(`updater-${index}`)));
      const before = await commits();
      for (const [index, replica] of started.entries()) {
        const tag = `1.${index + 1}.0`;
        await world.push('web', tag);
        expect(await replica.tell('web', tag)).toBe(202);
        await until(async () => (await tagIn('web')) === tag);
      }
      expect(await commits()).toBe(before + count);
    },
    2 * minute,
  );

  it(
    'one that is told to stop ends its push, leaves at once and says that all is well',
    async () => {
      const first = await start('updater-0');
      await world.push('web', '1.1.0');
      world.git.faults.add({ effect: 'latency', milliseconds: 500, match: { kind: 'receive-pack' } });
      world.git.beforeNext('receive-pack', async () => first.signal('SIGTERM'));
      await first.tell('web', '1.1.0');
      expect(await first.ended).toBe(0);
      expect(await tagIn('web')).toBe('1.1.0');
      const second = await start('updater-1');
      await world.push('web', '1.2.0');
      await second.tell('web', '1.2.0');
      await until(async () => (await tagIn('web')) === '1.2.0');
    },
    2 * minute,
  );

  it(
    'one that is killed in the middle of a push leaves nothing that its next start does not finish and clean',
    async () => {
      const first = await start('updater-0', '1s');
      world.git.faults.add({ effect: 'silence', match: { kind: 'receive-pack' }, times: 1 });
      await world.push('web', '1.1.0');
      await until(() => world.git.requests.count('receive-pack') > 0);
      first.signal('SIGKILL');
      await first.ended;
      expect(await tagIn('web')).toBe('1.0.0');
      const before = await commits();
      const second = await start('updater-0', '1s');
      await until(async () => (await tagIn('web')) === '1.1.0');
      second.signal('SIGTERM');
      expect(await second.ended).toBe(0);
      expect(await commits()).toBe(before + 1);
      const files = await readdir(join(place.folder, 'updater-0'), { recursive: true });
      expect(files.filter((file) => /\.lock|^tmp\/|tmp_|refs\/towline\/work/.test(file))).toEqual([]);
    },
    2 * minute,
  );
}

describe('replicas on the fake', () => {
  suite(async ({ kube }) => ({ kubeConfig: kube.kubeConfig, stop: async () => undefined }));
});

describeReal('kube-api', 'replicas on the real API server', () => {
  let real: Cluster;
  beforeAll(async () => {
    real = await startKubeApi();
  }, minute);
  afterAll(() => real.stop(), minute);
  suite(async (world) => {
    await copyInto(real.kubeConfig, world.kube);
    return { ...real, stop: async () => undefined };
  });
});
