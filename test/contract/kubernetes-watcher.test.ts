import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@towline/shared/ports';
import { systemClock } from '@towline/shared/process';
import { startKubeFake } from '@towline/test-kit/kube';
import { describeReal, startKubeApi } from '@towline/test-kit/real';
import { loadClusterAccess } from '../../packages/argo-updater/src/adapters/kubernetes/access/load-cluster-access.js';
import { createKubeClient, type KubeClient } from '../../packages/argo-updater/src/adapters/kubernetes/kube-client.js';
import { createClusterWatch } from '../../packages/argo-updater/src/adapters/kubernetes/watch/watch-cluster.js';
import {
  application,
  cuttableWayTo,
  freshNamespace,
  imageUpdater,
  type KubernetesTarget,
} from './kubernetes-client.js';

interface Named {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Hears what a watch tells, and waits for it. */
function createEar() {
  const heard: string[] = [];
  const names = new Set<string>();
  let wake: () => void = () => undefined;
  const hear = (text: string): void => {
    heard.push(text);
    wake();
  };
  const sink = (kind: string) => ({
    replaced(_: string | undefined, items: readonly Named[]) {
      for (const name of [...names].filter((one) => one.startsWith(kind))) names.delete(name);
      for (const { name } of items) names.add(`${kind} ${name}`);
      hear(`${kind} are ${items.map(({ name }) => name).join(',')}`);
    },
    changed({ name, labels = {} }: Named) {
      names.add(`${kind} ${name}`);
      hear(`${kind} ${name} ${labels.team ?? ''}`.trim());
    },
    gone({ name }: Named) {
      names.delete(`${kind} ${name}`);
      hear(`${kind} ${name} is gone`);
    },
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    heard,
    sinks: { applications: sink('apps'), imageUpdaters: sink('updaters') },
    until: (text: string) => until(() => heard.includes(text)),
    untilThereAre: (...wanted: readonly string[]) =>
      until(() => wanted.length === names.size && wanted.every((name) => names.has(name))),
  };
}

interface Suite {
  readonly start: () => Promise<KubernetesTarget>;
  /** Whether the server forgets at once what it is told to compact. */
  readonly forgets: boolean;
}

function suite({ start, forgets }: Suite): void {
  let target: KubernetesTarget;
  let folder: string;
  let client: KubeClient;
  let stop: AbortController;
  let ended: Promise<void>;
  beforeAll(async () => {
    target = await start();
    folder = await mkdtemp(join(tmpdir(), 'towline-watcher-'));
  });
  afterAll(async () => {
    await target?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    stop = new AbortController();
    ended = Promise.resolve();
  });
  afterEach(async () => {
    stop.abort();
    await ended;
  });

  const clientOf = async (text: string): Promise<KubeClient> => {
    const kubeConfig = join(folder, `${freshNamespace()}.yaml`);
    await writeFile(kubeConfig, text);
    return createKubeClient(await loadClusterAccess({ kubeConfig, environment: {}, clock: systemClock }));
  };
  const open = async (text = target.kubeConfig) => {
    client = await clientOf(target.kubeConfig);
    const namespace = freshNamespace();
    const base = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`;
    const ear = createEar();
    const watched = await clientOf(text);
    const watching = createClusterWatch(
      { client: watched, clock: { ...systemClock, sleep: async () => undefined }, log: silentLogger, random: () => 0 },
      { namespaces: [namespace] },
    );
    const listen = (): void => {
      ended = watching.watch(ear.sinks, stop.signal);
    };
    return {
      ear,
      listen,
      create: (name: string, extra: object = {}) => client.create({ path: base, body: application(name, extra) }),
      label: (name: string, team: string) =>
        client.mergePatch({ path: `${base}/${name}`, body: { metadata: { labels: { team } } } }),
      remove: (name: string) => client.delete({ path: `${base}/${name}` }),
      createUpdater: (name: string) =>
        client.create({
          path: `/apis/argocd-image-updater.argoproj.io/v1alpha1/namespaces/${namespace}/imageupdaters`,
          body: { ...imageUpdater(name), metadata: { name } },
        }),
    };
  };

  it('tells what there is, and then every change', async () => {
    const { ear, listen, create, label, remove, createUpdater } = await open();
    await create('old');
    listen();
    await ear.until('apps are old');
    await ear.until('updaters are ');
    await create('web');
    await label('web', 'a');
    await remove('old');
    await createUpdater('all');
    await ear.until('apps old is gone');
    await ear.until('updaters all');
    expect(ear.heard.filter((text) => text.startsWith('apps'))).toEqual([
      'apps are old',
      'apps web',
      'apps web a',
      'apps old is gone',
    ]);
  });

  it('goes on after a cut connection without listing again', async () => {
    const way = await cuttableWayTo(target.kubeConfig);
    const { ear, listen, create } = await open(way.kubeConfig);
    listen();
    await ear.until('apps are ');
    await create('a');
    await ear.until('apps a');
    way.cut();
    await create('b');
    await ear.until('apps b');
    expect(ear.heard.filter((text) => text.startsWith('apps'))).toEqual(['apps are ', 'apps a', 'apps b']);
    stop.abort();
    await ended;
    await way.stop();
  });

  it('comes to the right end where the server forgot the version it had seen', async () => {
    const way = await cuttableWayTo(target.kubeConfig);
    const { ear, listen, create, remove } = await open(way.kubeConfig);
    await create('a');
    await create('b');
    listen();
    await ear.until('apps are a,b');
    way.cut({ refuse: true });
    await remove('a');
    await create('c');
    await target.compact();
    way.open();
    await ear.untilThereAre('apps b', 'apps c');
    expect(ear.heard.includes('apps are b,c')).toBe(forgets);
    stop.abort();
    await ended;
    await way.stop();
  });
}

describe('the watch of a cluster: the fake', () => {
  suite({
    start: async () => {
      const fake = await startKubeFake();
      return { kubeConfig: fake.kubeConfig, stop: fake.stop, compact: async () => fake.compact() };
    },
    forgets: true,
  });

  it('goes on where the server keeps the connection and says nothing any more', async () => {
    const fake = await startKubeFake();
    const folder = await mkdtemp(join(tmpdir(), 'towline-watcher-'));
    const kubeConfig = join(folder, 'kubeconfig');
    await writeFile(kubeConfig, fake.kubeConfig);
    const client = createKubeClient(await loadClusterAccess({ kubeConfig, environment: {}, clock: systemClock }));
    const ear = createEar();
    const stop = new AbortController();
    const dependencies = { client, clock: systemClock, log: silentLogger, random: () => 0, idleMs: 50 };
    const ended = createClusterWatch(dependencies, { namespaces: 'all' }).watch(ear.sinks, stop.signal);
    await ear.until('apps are ');
    while (fake.watches.count < 2) await systemClock.sleep(1);
    fake.watches.hush();
    fake.seed([{ ...application('web'), metadata: { name: 'web', namespace: 'argocd' } }]);
    await ear.until('apps web');
    stop.abort();
    await ended;
    await fake.stop();
    await rm(folder, { recursive: true, force: true });
  });
});

describeReal('kube-api', 'the watch of a cluster: the real API server', () => {
  // It answers from a cache of its own for a while.
  suite({ start: () => startKubeApi(), forgets: false });
});
