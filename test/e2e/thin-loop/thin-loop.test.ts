import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeReal } from '@towline/test-kit/real';
import type { ClusterObject } from '../world/cluster.js';
import type { RegistryKind } from '../world/image-registry.js';
import { fill, readBranch } from '../world/texts.js';
import { type Servers, startUpdaterWorld, type UpdaterWorld } from '../world/updater-world.js';
import { imagesThatArgocdDeploys } from './argocd-reader.js';

const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: web\n    image: "${image}" # built by the loop\n`;

/** The ways a manifest repository holds the image, and the file that a commit of ours changes. */
const shapes = {
  kustomize: {
    sourceType: 'Kustomize',
    target: 'kustomization',
    changes: 'web/kustomization.yaml',
    files: {
      'web/kustomization.yaml': 'resources: [pod.yaml]\nimages:\n- name: REGISTRY/web\n  newTag: none\n',
      'web/pod.yaml': pod('REGISTRY/web'),
    },
  },
  helm: {
    sourceType: 'Helm',
    target: undefined,
    changes: 'web/.argocd-source-web.yaml',
    files: {
      'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'web/values.yaml': 'image: {repository: REGISTRY/web, tag: none}\n',
      'web/templates/pod.yaml': pod('{{ .Values.image.repository }}:{{ .Values.image.tag }}'),
    },
  },
  folder: {
    sourceType: 'Directory',
    target: 'manifests',
    changes: 'web/pod.yaml',
    files: { 'web/pod.yaml': pod('REGISTRY/web:none') },
  },
} as const;
type Shape = (typeof shapes)[keyof typeof shapes];

interface Loop extends UpdaterWorld {
  readonly application: ClusterObject & { readonly spec: { readonly source: unknown } };
  /** A commit of a developer, and what the build makes of it: an image that is called by its commit, and `latest`. */
  commitAndBuild(text: string): Promise<string>;
  plan(): ReturnType<UpdaterWorld['run']>;
  runOnce(): ReturnType<UpdaterWorld['run']>;
  deployed(): Promise<readonly string[]>;
}

async function startLoop(servers: Servers, { files, target, sourceType }: Shape, cache: string): Promise<Loop> {
  const world = await startUpdaterWorld(servers);
  const { cluster, registry, git, places } = world;
  const source = await git.add('acme/web.git');
  await cluster.create(source.access);
  const filled = Object.entries(files).map(([path, text]) => [path, fill(text, places)]);
  await git.repository.commit({ files: Object.fromEntries(filled), message: 'The first commit' });
  const prefix = 'argocd-image-updater.argoproj.io';
  const annotations = {
    [`${prefix}/image-list`]: `web=${registry.host}/web`,
    [`${prefix}/web.update-strategy`]: 'commit',
    'towline.dev/web.commit-branch': 'main',
    [`${prefix}/web.helm.image-name`]: 'image.repository',
    [`${prefix}/web.helm.image-tag`]: 'image.tag',
    [`${prefix}/write-back-method`]: 'git',
    ...(target !== undefined && { [`${prefix}/write-back-target`]: target }),
  };
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd', ...{ annotations } },
    spec: { project: 'default', destination: {}, source: { repoURL: git.url, targetRevision: 'main', path: 'web' } },
    status: { sourceType, summary: { images: [`${registry.host}/web:none`] } },
  };
  await cluster.create(application);
  return {
    ...world,
    application,
    async commitAndBuild(text) {
      const sha = await source.repository.commit({ files: { 'main.txt': text }, message: text });
      const labels = { 'org.opencontainers.image.revision': sha, 'org.opencontainers.image.source': source.url };
      await registry.push({ repository: 'web', tags: [sha, 'latest'], labels, files: { 'app/main.txt': text } });
      return sha;
    },
    plan: () => world.run(['plan', '--cache-dir', cache]),
    runOnce: () => world.run(['run', '--once', '--cache-dir', cache]),
    deployed: async () => imagesThatArgocdDeploys('web', application.spec, await readBranch(git.repository)),
  };
}

function suite(servers: Servers, shape: Shape): void {
  let loop: Loop;
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'towline-loop-'));
    loop = await startLoop(servers, shape, cache);
  }, 30_000);
  afterEach(async () => {
    await loop?.stop();
    await rm(cache, { recursive: true, force: true });
  });
  const commits = () => loop.git.repository.git(['log', '--format=%s', '--name-only', 'main']);

  it('brings a commit to the cluster, and the next one, and then rests', async () => {
    const image = `${loop.registry.host}/web`;
    for (const text of ['one', 'two']) {
      const before = await loop.git.repository.head();
      const sha = await loop.commitAndBuild(text);
      const plan = await loop.plan();
      expect({ code: plan.code, diff: plan.stdout.split('\n').filter((line) => /^\+[^+]/.test(line)) }).toEqual({
        code: 10,
        diff: expect.arrayContaining([expect.stringContaining(sha)]),
      });
      expect(await loop.git.repository.head()).toBe(before);

      expect(await loop.runOnce()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 1 images updated') });
      expect(await loop.git.repository.git(['log', '--format=', '--name-only', `${before}..main`])).toBe(shape.changes);
      expect(await loop.git.repository.git(['rev-list', '--count', `${before}..main`])).toBe('1');
      expect(await loop.deployed()).toEqual([`${image}:${sha}`]);
    }

    const done = await commits();
    const traffic = loop.git.server?.requests;
    const seen = traffic?.counts() ?? {};
    expect(await loop.runOnce()).toMatchObject({ code: 0, stdout: expect.stringContaining('0 of 1 images updated') });
    expect(await commits()).toBe(done);
    // One ls-remote of each of the two repositories.
    const now = Object.entries(traffic?.counts() ?? {});
    expect(Object.fromEntries(now.map(([kind, count]) => [kind, count - (seen[kind] ?? 0)]))).toEqual({
      'info-refs:upload-pack': 2,
      'upload-pack': 2,
      'info-refs:receive-pack': 0,
      'receive-pack': 0,
    });
  }, 60_000);
}

const loopOf = (kind: 'fake' | 'real', registry: RegistryKind) => ({ kind, transport: 'http', registry }) as const;

describe('from a commit to what Argo CD deploys, by ECR', () => {
  describe.each(Object.entries(shapes))('with a manifest repository for %s', (_name, shape) => {
    suite(loopOf('fake', 'ecr'), shape);
  });
});

describeReal('kube-api', 'from a commit to what Argo CD deploys, by the real servers', () => {
  describeReal('docker-registry', 'with an OCI registry', () => {
    suite(loopOf('real', 'real'), shapes.kustomize);
  });
});
