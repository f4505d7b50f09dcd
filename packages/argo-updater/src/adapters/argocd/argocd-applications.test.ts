import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@towline/shared/http';
import { Secret } from '@towline/shared/secret';
import { type ArgocdFake, startArgocd } from '@towline/test-kit/argocd';
import { type KubeFake, type SeedObject, startKubeFake } from '@towline/test-kit/kube';
import { createArgocdApi } from './argocd-api.js';
import { createArgocdApplications } from './argocd-applications.js';

let kube: KubeFake;
let argocd: ArgocdFake;
const applications = (token = 't0ken') =>
  createArgocdApplications(
    createArgocdApi(createHttpClient({}, { retries: 0 }), {
      server: `${argocd.url}/`,
      token: async () => new Secret(token),
    }),
  );
const name = { namespace: 'argocd', name: 'web' };
const operations = (resourceVersion: string) => [
  { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion } as const,
  { op: 'add', path: '/spec/source/kustomize', value: { images: ['web:2'] } } as const,
];

beforeAll(async () => {
  kube = await startKubeFake();
  argocd = await startArgocd({ kube, token: 't0ken' });
});
afterAll(async () => {
  await argocd.stop();
  await kube.stop();
});

describe('Applications by the API of Argo CD', () => {
  it('are none where Argo CD has none', async () => {
    expect(await applications().readAll()).toEqual({ applications: [], imageUpdaters: [], findings: [] });
  });

  it('are read as those of a cluster', async () => {
    const spec = { project: 'default', destination: {}, source: { repoURL: 'https://git.example/x' } };
    const object = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: name, spec };
    kube.seed([object satisfies SeedObject]);
    const { applications: found } = await applications().readAll();
    expect(found).toMatchObject([{ ...name, origin: { kind: 'cluster' } }]);
    expect(await applications().read(name)).toEqual(found[0]);
    expect(await applications().read({ ...name, name: 'gone' })).toBeUndefined();
  });

  it('are patched, unless somebody was quicker', async () => {
    const { origin } = (await applications().read(name)) ?? {};
    if (origin?.kind !== 'cluster') throw new Error('it was not read');
    expect(await applications().patch(name, operations('1'))).toEqual({ kind: 'conflict' });
    expect(await applications().patch(name, operations(origin.resourceVersion))).toEqual({ kind: 'patched' });
    expect(kube.objects('applications')).toMatchObject([{ spec: { source: { kustomize: { images: ['web:2'] } } } }]);
  });

  it('say why they cannot be read, and never the token', async () => {
    const failure = await applications('hunter2')
      .readAll()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'argocd-unauthorized',
      message: expect.stringContaining('no session information'),
    });
    expect(String(failure)).not.toContain('hunter2');
  });
});
