import { afterEach, describe, expect, it } from '@jest/globals';
import { summarize } from '../../../packages/argo-updater/src/app/pass/run-pass.js';
import { type PassWorld, startPassWorld } from './pass-world.js';

const worlds: PassWorld[] = [];
const start = async (files: Readonly<Record<string, string>>): Promise<PassWorld> => {
  const world = await startPassWorld(files);
  worlds.push(world);
  return world;
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

const kustomization = (tag: string) => `# owned by team web
resources: [deployment.yaml]
images:
  - name: REGISTRY/web
    newTag: "${tag}" # moved by the updater
`;
const written = (world: PassWorld, tag: string): string => kustomization(tag).replace('REGISTRY', world.registry.host);
const twoApplications = { 'apps/web/kustomization.yaml': kustomization('1.0.0'), 'apps/api/README.md': 'api\n' };

const web = {
  name: 'web',
  images: 'web=web:1.x',
  annotations: { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' },
  live: ['web:1.0.0'],
};
const api = { name: 'api', images: 'api=api:~2.1', sourceType: 'Helm', source: { helm: {} }, live: ['api:2.1.0'] };

async function startTwo(): Promise<PassWorld> {
  const world = await start(twoApplications);
  await world.push('web', '1.0.0', '1.2.0', '2.0.0', 'latest');
  await world.push('api', '2.1.0', '2.1.4', '2.2.0');
  world.apply(web, api);
  return world;
}

/** A person who changes something in the same file. */
const edit = (world: PassWorld, tag: string, words: string) => ({
  files: { 'apps/web/kustomization.yaml': written(world, tag).replace('owned by', words) },
  message: words,
});

describe('one pass', () => {
  it('makes one commit for each Application, all in one push', async () => {
    const world = await startTwo();
    const before = await world.manifests.head();
    const pass = await world.run();
    expect(pass.delivered.map(({ delivery }) => delivery.kind)).toEqual(['committed', 'committed']);
    expect(await world.manifests.read('apps/web/kustomization.yaml')).toBe(written(world, '1.2.0'));
    expect(await world.manifests.read('apps/api/.argocd-source-api.yaml')).toBe(
      `helm:\n  parameters:\n  - name: image.name\n    value: ${world.image(
        'api',
      )}\n    forcestring: true\n  - name: image.tag\n    value: 2.1.4\n    forcestring: true\n`,
    );
    const log = await world.manifests.git(['log', '--reverse', '--format=%an%n%B---', `${before}..main`]);
    expect(log).toMatchInlineSnapshot(`
      "argo-updater
      build: automatic update of api

      updates image api tag '2.1.0' to '2.1.4'

      Towline-Application: argocd/api
      Towline-Image: api 2.1.0 → 2.1.4
      ---
      argo-updater
      build: automatic update of web

      updates image web tag '1.0.0' to '1.2.0'

      Towline-Application: argocd/web
      Towline-Image: web 1.0.0 → 1.2.0
      ---"
    `);
    expect(world.git.requests.count('receive-pack')).toBe(1);
  });

  it('asks as little as the answer needs', async () => {
    const world = await startTwo();
    world.apply({ ...web, name: 'web-2', path: 'apps/web' });
    await world.run();
    expect(world.registry.requests.counts()).toEqual({ 'oci:base': 1, 'oci:tags': 2 });
    expect(world.git.requests.counts()).toEqual({
      'info-refs:upload-pack': 2,
      'upload-pack': 3,
      'info-refs:receive-pack': 1,
      'receive-pack': 1,
    });
    expect(world.kube.requests.counts()).toEqual({
      'create:events': 2,
      'list:applications': 1,
      'list:imageupdaters': 1,
      'list:secrets': 1,
    });
  });

  it('has nothing left to do afterwards', async () => {
    const world = await startTwo();
    await world.run();
    const head = await world.manifests.head();
    const pass = await world.run();
    expect(pass.delivered.map(({ delivery }) => delivery.kind)).toEqual(['unchanged', 'unchanged']);
    expect(summarize(pass)).toEqual({ applications: 2, images: 2, updated: 0, failed: 0 });
    expect(await world.manifests.head()).toBe(head);
  });

  it('makes one commit for all where batches are asked for', async () => {
    const world = await startTwo();
    const before = await world.manifests.head();
    await world.run({ style: { batch: true } });
    expect(await world.manifests.git(['rev-list', '--count', `${before}..main`])).toBe('1');
    expect(
      await world.manifests.git(['log', '-1', '--format=%(trailers:key=Towline-Application,valueonly,separator=;)']),
    ).toBe('argocd/api;argocd/web');
  });

  it('lets no Application suffer from another', async () => {
    const world = await startTwo();
    world.apply(
      {
        ...web,
        name: 'gone',
        path: 'apps/web',
        images: 'gone=no-such-repository:1.x',
        live: ['no-such-repository:1.0.0'],
      },
      { ...web, name: 'lost', source: { targetRevision: 'no-such-branch' } },
    );
    const pass = await world.run();
    const kinds = pass.delivered.map(({ plan, delivery }) => [plan.application.name, delivery.kind]);
    expect(kinds).toEqual([
      ['api', 'committed'],
      ['gone', 'unchanged'],
      ['lost', 'unchanged'],
      ['web', 'committed'],
    ]);
    const failures = pass.delivered.flatMap(({ plan }) =>
      plan.images.flatMap((one) => (one.kind === 'failed' ? [one.failure.code] : [])),
    );
    expect(failures).toEqual(['registry-repository-not-found', 'manifest-branch-missing']);
    expect(summarize(pass)).toMatchObject({ updated: 2, failed: 2 });
  });
});

describe('a person who is quicker', () => {
  it('loses nothing, and neither do we', async () => {
    const world = await startTwo();
    world.git.beforeNext('info-refs:receive-pack', () => world.manifests.commit(edit(world, '1.0.0', 'kept by')));
    const pass = await world.run();
    expect(pass.delivered.map(({ delivery }) => delivery.kind)).toEqual(['committed', 'committed']);
    expect(await world.manifests.read('apps/web/kustomization.yaml')).toBe(
      written(world, '1.2.0').replace('owned by', 'kept by'),
    );
    expect(world.git.requests.count('info-refs:receive-pack')).toBe(2);
  });

  it('is not overwritten where both wrote the same', async () => {
    const world = await startTwo();
    world.git.beforeNext('info-refs:receive-pack', () => world.manifests.commit(edit(world, '1.2.0', 'done by')));
    const pass = await world.run();
    expect(pass.delivered.map(({ delivery }) => delivery.kind)).toEqual(['committed', 'unchanged']);
    expect(await world.manifests.git(['log', '-2', '--format=%an'])).toBe('argo-updater\nPat Person');
  });

  it('wins in the end where they push before each of our pushes', async () => {
    const world = await startTwo();
    for (let push = 1; push <= 5; push += 1) {
      world.git.beforeNext('info-refs:receive-pack', () =>
        world.manifests.commit(edit(world, '1.0.0', `push ${push} by`)),
      );
    }
    const pass = await world.run();
    expect(pass.delivered.map(({ delivery }) => delivery.kind)).toEqual(['failed', 'failed']);
    expect(pass.delivered[0]?.delivery).toMatchObject({ failure: { code: 'push-overtaken' } });
    expect(await world.manifests.git(['log', '-1', '--format=%s'])).toBe('push 5 by');
    expect((await world.run()).delivered.map(({ delivery }) => delivery.kind)).toEqual(['committed', 'committed']);
  });

  it('is told by the server that has a rule against us', async () => {
    const world = await startTwo();
    await world.manifests.protect('main', 'only by pull request');
    const pass = await world.run();
    expect(pass.delivered.map(({ delivery }) => delivery)).toEqual(
      Array(2).fill({
        kind: 'failed',
        failure: { code: 'push-refused', message: expect.stringContaining('only by pull request'), hint: undefined },
      }),
    );
  });
});

describe('a branch of its own', () => {
  const branched = {
    ...web,
    annotations: { ...web.annotations, 'argocd-image-updater.argoproj.io/git-branch': 'main:updates/{{.AppName}}' },
  };

  it('is made from the base, and written once', async () => {
    const world = await start(twoApplications);
    await world.push('web', '1.0.0', '1.2.0');
    world.apply(branched);
    expect((await world.run()).delivered).toMatchObject([{ delivery: { kind: 'committed', branch: 'updates/web' } }]);
    const head = await world.manifests.head('updates/web');
    expect((await world.run()).delivered).toMatchObject([{ delivery: { kind: 'unchanged' } }]);
    expect(await world.manifests.head('updates/web')).toBe(head);
  });

  it('keeps what people did there, when a newer image comes', async () => {
    const world = await start(twoApplications);
    await world.push('web', '1.0.0', '1.2.0');
    world.apply(branched);
    await world.run();
    await world.manifests.commit({ branch: 'updates/web', files: { 'NOTES.md': 'mind the gap\n' } });
    await world.push('web', '1.3.0');
    expect((await world.run()).delivered).toMatchObject([{ delivery: { kind: 'committed' } }]);
    expect(await world.manifests.read('NOTES.md', 'updates/web')).toBe('mind the gap\n');
    expect(await world.manifests.read('apps/web/kustomization.yaml', 'updates/web')).toContain('"1.3.0"');
    expect(await world.manifests.read('apps/web/kustomization.yaml')).toContain('"1.0.0"');
  });
});

describe('a live Application', () => {
  const live = {
    ...web,
    annotations: { 'argocd-image-updater.argoproj.io/write-back-method': 'argocd' },
    source: { kustomize: {} },
  };
  const imagesOf = (world: PassWorld) => {
    const [application] = world.kube.objects('applications');
    return JSON.stringify(application?.spec);
  };

  it('is patched', async () => {
    const world = await start(twoApplications);
    await world.push('web', '1.0.0', '1.2.0');
    world.apply(live);
    expect((await world.run()).delivered).toMatchObject([{ delivery: { kind: 'patched' } }]);
    expect(imagesOf(world)).toContain(`"images":["${world.image('web')}:1.2.0"]`);
    expect(world.git.requests.count()).toBe(0);
  });

  it('has an event that says what changed', async () => {
    const world = await start(twoApplications);
    await world.push('web', '1.0.0', '1.2.0');
    world.apply(live);
    await world.run();
    expect(world.kube.objects('events')).toMatchObject([
      {
        reason: 'ImagesUpdated',
        message: 'Updated web 1.0.0 → 1.2.0',
        involvedObject: { kind: 'Application', namespace: 'argocd', name: 'web' },
      },
    ]);
  });

  it('is updated all the same where no event can be written', async () => {
    const world = await start(twoApplications);
    await world.push('web', '1.0.0', '1.2.0');
    world.apply(live);
    world.kube.faults.add({ effect: 'answer', status: 403, body: '{}', match: { kind: 'create:events' } });
    expect(summarize(await world.run())).toMatchObject({ updated: 1, failed: 0 });
  });

  it('is read again where somebody changed it meanwhile', async () => {
    const world = await start(twoApplications);
    await world.push('web', '1.0.0', '1.2.0');
    world.apply(live);
    const conflict = { kind: 'Status', reason: 'Conflict', message: 'the object has been modified' };
    world.kube.faults.add({
      effect: 'answer',
      status: 409,
      body: JSON.stringify(conflict),
      match: { kind: 'patch:applications' },
      times: 2,
    });
    expect((await world.run()).delivered).toMatchObject([{ delivery: { kind: 'patched' } }]);
    expect(world.kube.requests.counts()).toMatchObject({ 'patch:applications': 3, 'get:applications': 2 });
    expect(imagesOf(world)).toContain('1.2.0');
  });
});
