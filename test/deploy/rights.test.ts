import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KubeUser, kubeConfig } from '@towline/test-kit/kube';
import { z } from 'zod';
import { type PassWorld, startPassWorld } from '../e2e/run-once/pass-world.js';
import { startUpdater } from '../e2e/server/start-updater.js';
import { permissionLine, readPermissions, rulesOf, sortedLines, tableLines } from './permissions.js';
import { readObjectFile } from './render.js';

const namespace = 'argocd';
const imageUpdaterApi = 'argocd-image-updater.argoproj.io/v1alpha1';
const imageUpdaters = `/apis/${imageUpdaterApi}/namespaces/${namespace}/imageupdaters`;
const events = `/api/v1/namespaces/${namespace}/events`;

/** What the pod of the Kustomize base is at the API server. */
async function serviceAccount(): Promise<KubeUser> {
  const roles = (await readObjectFile('kustomize/base/argo-updater.yaml')).filter(({ kind }) => kind === 'Role');
  const rules = roles.flatMap((role) =>
    rulesOf(role).map(({ resourceNames, ...rule }) => ({
      ...rule,
      ...(resourceNames && { resourceNames }),
      namespaces: [role.metadata.namespace ?? ''],
    })),
  );
  return { name: 'system:serviceaccount:argocd:argo-updater', token: 'the-token-of-the-pod', rules };
}

const prefix = 'argocd-image-updater.argoproj.io';
const applications = [
  {
    name: 'web',
    images: 'web=web:1.x',
    annotations: {
      [`${prefix}/write-back-target`]: 'kustomization',
    },
    live: ['web:1.0.0'],
  },
  {
    name: 'live',
    images: 'web=web:1.x',
    annotations: { [`${prefix}/write-back-method`]: 'argocd' },
    live: ['web:1.0.0'],
  },
  // Nobody answers there; how to know the server is asked before.
  ...['https://127.0.0.1:1/a.git', 'ssh://git@127.0.0.1:1/a.git'].map((repoURL) => ({
    name: new URL(repoURL).protocol.slice(0, -1),
    images: 'web=web:1.x',
    annotations: { [`${prefix}/write-back-method`]: `git:secret:${namespace}/credentials` },
    source: { repoURL },
    live: ['web:1.0.0'],
  })),
];

const seenSchema = z.object({
  type: z.string(),
  object: z.object({
    metadata: z.object({ resourceVersion: z.string() }),
    involvedObject: z.object({ name: z.string() }).optional(),
    status: z.unknown().optional(),
  }),
});

describe('with the rights of the Kustomize base', () => {
  let world: PassWorld;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'towline-rights-'));
    const user = await serviceAccount();
    world = await startPassWorld(
      { 'apps/web/kustomization.yaml': 'images:\n  - name: REGISTRY/web\n    newTag: 1.0.0\n' },
      { users: [user] },
    );
    await world.push('web', '1.0.0', '1.1.0');
    world.apply(...applications);
    await seed();
    const config = kubeConfig({ url: world.kube.url, ca: world.kube.ca, token: user.token, namespace });
    await writeFile(join(folder, 'kubeconfig'), config);
    const registry = `name: here\n  prefix: ${world.registry.host}\n  api_url: ${world.registry.url}`;
    await writeFile(join(folder, 'registries.conf'), `registries:\n- ${registry}\n`);
  });
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true });
  });

  async function seed(): Promise<void> {
    await world.client.create({
      path: `/api/v1/namespaces/${namespace}/secrets`,
      body: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'credentials' },
        data: { password: 'c2VjcmV0', sshPrivateKey: 'c2VjcmV0' },
      },
    });
    await world.client.create({
      path: imageUpdaters,
      body: {
        apiVersion: imageUpdaterApi,
        kind: 'ImageUpdater',
        metadata: { name: 'all', finalizers: [`resources-finalizer.${prefix}`] },
        spec: { applicationRefs: [{ namePattern: '*', useAnnotations: true }] },
      },
    });
  }

  /** Waits for an event, of what there is or later than a version, of which this is so; the version of its object. */
  async function until(
    path: string,
    isSo: (event: z.infer<typeof seenSchema>) => boolean,
    resourceVersion = '0',
  ): Promise<string> {
    const stop = new AbortController();
    const request = { path, resourceVersion, timeoutSeconds: 20, idleMs: 20_000, signal: stop.signal };
    for await (const raw of world.client.watch(request)) {
      const event = seenSchema.parse(raw);
      if (!isSo(event)) continue;
      stop.abort();
      return event.object.metadata.resourceVersion;
    }
    throw new Error(`${path}: the watch ended before that`);
  }

  /** What the pod asked the API server for, in the lines of the table. */
  function asked(): readonly string[] {
    const own = world.kube.requests.entries.filter(
      ({ headers }) => headers.authorization === 'Bearer the-token-of-the-pod',
    );
    expect(own.filter(({ status }) => status === 403)).toEqual([]);
    return sortedLines(own.map(({ kind, path }) => lineOf(kind, path)));
  }

  it('the controller does all it has to do, and uses every right', async () => {
    const updater = await startUpdater(
      [
        ...['--kubeconfig', join(folder, 'kubeconfig'), '--registries-conf-path', join(folder, 'registries.conf')],
        ...['--argocd-namespace', namespace],
      ],
      { POD_NAMESPACE: namespace },
    );
    try {
      await until(events, ({ object }) => object.involvedObject?.name === 'web');
      await until(events, ({ object }) => object.involvedObject?.name === 'live');
      const told = await until(imageUpdaters, ({ object }) => object.status !== undefined);
      await world.client.delete({ path: `${imageUpdaters}/all` });
      await until(imageUpdaters, ({ type }) => type === 'DELETED', told);
    } finally {
      expect(await updater.stop()).toBe(0);
    }
    const places = { applications: [namespace], argocd: [namespace], leases: [namespace] };
    expect(asked()).toEqual(tableLines(await readPermissions(), places));
  });
});

/** `get:configmaps` at `/api/v1/namespaces/argocd/configmaps/name`. */
function lineOf(kind: string, path: string): string {
  const [verb = '', resource = ''] = kind.split(':');
  const [, root, ...steps] = path.split('?')[0]?.split('/') ?? [];
  const group = root === 'api' ? '' : (steps[0] ?? '');
  const at = steps.indexOf('namespaces');
  const name = resource === 'configmaps' ? steps[at + 3] : undefined;
  return permissionLine({ namespace: steps[at + 1] ?? '*', verb, resource, group, name });
}
