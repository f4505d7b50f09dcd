import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeReal } from '@towline/test-kit/real';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import type { ClusterObject } from '../world/cluster.js';
import { startUpdaterWorld, type UpdaterWorld } from '../world/updater-world.js';

const argocd = { 'argocd-image-updater.argoproj.io/write-back-method': 'argocd' };

function application({ REGISTRY, GIT }: Readonly<Record<string, string>>): ClusterObject {
  const annotations = { ...argocd, 'argocd-image-updater.argoproj.io/image-list': `web=${REGISTRY}/web:1.x` };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd', ...{ annotations } },
    spec: {
      project: 'default',
      destination: {},
      source: { repoURL: GIT, path: 'web', kustomize: { namePrefix: 'a-' } },
    },
    status: { sourceType: 'Kustomize', summary: { images: [`${REGISTRY}/web:1.0.0`] } },
  };
}

/** What the person does, and the Kustomize section that must be there in the end. */
const edits = [
  ['another field', { namePrefix: 'b-' }, (image: string) => ({ namePrefix: 'b-', images: [`${image}:1.2.0`] })],
  [
    'another image',
    { images: ['busybox:1'] },
    (image: string) => ({ namePrefix: 'a-', images: ['busybox:1', `${image}:1.2.0`] }),
  ],
  [
    'the same image, with the version that we would write',
    { images: ['IMAGE:1.2.0'] },
    (image: string) => ({ namePrefix: 'a-', images: [`${image}:1.2.0`] }),
  ],
  [
    'the same image, with a version that is newer than ours',
    { images: ['IMAGE:1.9.0'] },
    (image: string) => ({ namePrefix: 'a-', images: [`${image}:1.9.0`] }),
  ],
] as const;

function suite(kind: 'fake' | 'real'): void {
  let world: UpdaterWorld;
  let edit: (() => Promise<void>) | undefined;
  beforeEach(async () => {
    world = await startUpdaterWorld({ kind, transport: 'http' }, async () => {
      const once = edit;
      edit = undefined;
      await once?.();
    });
    for (const tag of ['1.0.0', '1.2.0'])
      await world.registry.push({ repository: 'web', tags: [tag], labels: { tag } });
    await world.cluster.create(application(world.places));
  }, 30_000);
  afterEach(() => world?.stop());

  it.each(edits)('and changes %s loses nothing', async (_what, kustomize, expected) => {
    const image = `${world.places.REGISTRY}/web`;
    const change = JSON.parse(JSON.stringify(kustomize).replaceAll('IMAGE', image));
    edit = () => world.cluster.patch('argocd', 'web', { spec: { source: { kustomize: change } } });
    const { code, stderr } = await world.run(['run', '--once']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    const [live] = await world.cluster.applications('argocd');
    expect(live?.spec).toMatchObject({ source: { kustomize: expected(image) } });
    expect(edit).toBeUndefined();
  });
}

describe('a person who is quicker on a live Application', () => {
  suite('fake');

  it('wins in the end where they write before each of our patches, and that is told', async () => {
    const world: PassWorld = await startPassWorld({ 'README.md': 'x\n' });
    try {
      await world.push('web', '1.0.0', '1.2.0');
      world.apply({
        name: 'web',
        images: 'web=web:1.x',
        annotations: argocd,
        source: { kustomize: {} },
        live: ['web:1.0.0'],
      });
      const { live } = world.ports;
      if (live === undefined) throw new Error('this world has a cluster');
      let writes = 0;
      const overtaken = {
        ...live,
        async patch(...[name, operations, waiting]: Parameters<typeof live.patch>) {
          writes += 1;
          const theirs = [{ op: 'add', path: '/spec/source/kustomize/namePrefix', value: `write-${writes}-` } as const];
          await live.patch(name, theirs, waiting);
          return live.patch(name, operations, waiting);
        },
      };
      expect((await world.run({ live: overtaken })).delivered).toMatchObject([
        { delivery: { kind: 'failed', failure: { code: 'application-overtaken' } } },
      ]);
      expect(world.kube.objects('applications')).toMatchObject([
        { spec: { source: { kustomize: { namePrefix: 'write-5-' } } } },
      ]);
      expect((await world.run()).delivered).toMatchObject([{ delivery: { kind: 'patched' } }]);
    } finally {
      await world.stop();
    }
  });
});

describeReal('kube-api', 'a person who is quicker on a live Application of the real API server', () => {
  describeReal('docker-registry', 'with an OCI registry', () => suite('real'));
});
