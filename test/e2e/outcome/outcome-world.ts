import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ask, readBody, sendJson, serve } from '@towline/test-kit/serve';
import { z } from 'zod';
import { type Ended, runArgoUpdater } from '../cli/run-argo-updater.js';
import { type PassWorld, startPassWorld, type WorldApplication } from '../run-once/pass-world.js';
import { type StartedUpdater, startUpdater } from '../server/start-updater.js';

const notificationSchema = z.object({
  kind: z.string(),
  application: z.string(),
  images: z.array(z.object({ from: z.string().optional(), to: z.string(), author: z.string().optional() })),
  commit: z.string().optional(),
  reason: z.string(),
  details: z.array(z.string()),
});

const rememberingSchema = z.object({ metadata: z.object({ annotations: z.record(z.string(), z.string()) }) });

/** What the receiver of a webhook reads. */
export type Told = z.output<typeof notificationSchema>;

/** A cluster with an Application, its manifests, its registry, and somebody who is told. */
export interface OutcomeWorld {
  readonly world: PassWorld;
  readonly told: readonly Told[];
  /** A controller in a process of its own. Its caches are in a folder that nobody else uses. */
  start(): Promise<StartedUpdater>;
  /** Pushes an image and tells a controller of it. */
  publish(updater: StartedUpdater, tag: string): Promise<void>;
  /** What Argo CD says: which tag runs, and how. */
  deploy(tag: string, health: string, message?: string): Promise<void>;
  tag(): Promise<string | undefined>;
  untilTag(tag: string): Promise<void>;
  untilTold(count: number): Promise<void>;
  /** What the Application itself says of its last delivery; empty where it says nothing. */
  remembered(): Promise<string>;
  /** Until the Application itself says how far its last delivery has come. */
  untilRemembered(state: string): Promise<void>;
  until(isSo: () => boolean): Promise<void>;
  /** The program as a person has it, without a controller. */
  command(...args: readonly string[]): Promise<Ended>;
  stop(): Promise<void>;
}

const token = 'the-token-of-web-builds';

/** Starts a world in which `web` runs 1.0.0. */
export async function startOutcomeWorld(annotations: WorldApplication['annotations'] = {}): Promise<OutcomeWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-outcome-'));
  const told: Told[] = [];
  const receiver = await serve({
    async handler(request, response) {
      told.push(notificationSchema.parse(JSON.parse((await readBody(request)).toString())));
      sendJson(response, 200, {});
    },
  });
  const world = await startPassWorld({
    'apps/web/kustomization.yaml': 'images:\n  - name: REGISTRY/web\n    newTag: 1.0.0\n',
  });
  await world.push('web', '1.0.0');
  const usual = { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' };
  world.apply({ name: 'web', images: 'web=web:1.x', annotations: { ...usual, ...annotations }, live: ['web:1.0.0'] });
  const remembered = async (): Promise<string> => {
    const object = await world.client.get('/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/web');
    return rememberingSchema.parse(object).metadata.annotations['towline.dev/last-outcome'] ?? '';
  };
  const patch = async (change: object): Promise<void> => {
    const url = `${world.kube.url}/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/web`;
    const headers = { authorization: `Bearer ${world.kube.token}`, 'content-type': 'application/merge-patch+json' };
    const { status } = await ask(url, { method: 'PATCH', headers, body: JSON.stringify(change) });
    if (status !== 200) throw new Error(`the Application was not changed: ${status}`);
  };
  await patch({ spec: { syncPolicy: { automated: {} } } });
  const places = await writeSettings(folder, world);
  const tag = async () => /newTag: (.*)/.exec((await world.manifests.read('apps/web/kustomization.yaml')) ?? '')?.[1];
  return {
    world,
    told,
    start: async () =>
      startUpdater(
        [
          ...places,
          ...['--interval', '0s', '--leader-election=false', '--cache-dir', await mkdtemp(join(folder, 'cache-'))],
          ...['--api-tokens', `file:${folder}/tokens`, '--notify-webhook-url', `${receiver.url}/told`],
        ],
        {},
      ),
    async publish({ server }, version) {
      await world.push('web', version);
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ repository: `${world.registry.host}/web`, tag: version });
      const { status } = await ask(`${server}/api/v1/refresh`, { method: 'POST', headers, body });
      if (status !== 202) throw new Error(`the news were not taken: ${status}`);
    },
    deploy: (version, health, message = '') =>
      patch({
        status: {
          summary: { images: [`${world.registry.host}/web:${version}`] },
          sync: { status: 'Synced' },
          health: { status: health, message },
        },
      }),
    tag,
    untilTag: (version) => until(async () => (await tag()) === version),
    untilTold: (count) => until(async () => told.length >= count),
    remembered,
    untilRemembered: (state) => until(async () => (await remembered()).includes(`"state":"${state}"`)),
    until: (isSo) => until(async () => isSo()),
    command: (...args) => runArgoUpdater([...args, ...places]),
    async stop() {
      await Promise.all([world.stop(), receiver.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What every program is told: where everything is. */
async function writeSettings(folder: string, world: PassWorld): Promise<readonly string[]> {
  await writeFile(join(folder, 'kubeconfig'), world.kube.kubeConfig);
  const entry = `name: here\n  prefix: ${world.registry.host}\n  api_url: ${world.registry.url}`;
  await writeFile(join(folder, 'registries.conf'), `registries:\n- ${entry}\n`);
  await writeFile(join(folder, 'tokens'), JSON.stringify({ tokens: [{ name: 'web', token, repositories: ['*'] }] }));
  return [
    ...['--kubeconfig', join(folder, 'kubeconfig'), '--registries-conf-path', join(folder, 'registries.conf')],
    ...['--argocd-namespace', 'argocd'],
  ];
}

/** What another process does can only be looked at. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(20);
}
