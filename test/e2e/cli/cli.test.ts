import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { runArgoUpdater } from './run-argo-updater.js';

const kustomization = `# owned by team web
images:
  - name: REGISTRY/web
    newTag: "1.0.0" # moved by the updater
`;
const web = {
  name: 'web',
  images: 'web=web:1.x',
  annotations: { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' },
  live: ['web:1.0.0'],
};

let world: PassWorld;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-cli-e2e-'));
  world = await startPassWorld({ 'apps/web/kustomization.yaml': kustomization });
  await world.push('web', '1.0.0', '1.2.0', '2.0.0', 'latest');
  world.apply(web);
  await writeFile(join(folder, 'kubeconfig'), world.kube.kubeConfig);
  const entry = `name: here\n  prefix: ${world.registry.host}\n  api_url: ${world.registry.url}`;
  await writeFile(join(folder, 'registries.conf'), `registries:\n- ${entry}\n`);
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

/** As the benchmark starts it, and as a drop-in for argocd-image-updater is started. */
const places = () => [
  '--kubeconfig',
  join(folder, 'kubeconfig'),
  '--registries-conf-path',
  join(folder, 'registries.conf'),
];
/** What was written, with the addresses of this world by their names. */
const named = (text: string) =>
  text
    .replaceAll(world.registry.host, 'REGISTRY')
    .replaceAll(world.manifests.url, 'MANIFESTS')
    .replaceAll(folder, 'FOLDER');

describe('the program, from the first plan to nothing to do', () => {
  it('doctor finds everything at hand, and says that nobody syncs', async () => {
    const { code, stdout } = await runArgoUpdater(['doctor', ...places(), '--argocd-namespace', 'argocd']);
    expect([code, named(stdout)]).toEqual([0, expect.stringMatching(/REGISTRY\/web: 4 tags can be listed/)]);
    expect(named(stdout)).toMatch(/✓ MANIFESTS: main can be read[\s\S]*! argocd\/web: Argo CD does not sync/);
  });

  it('plan shows the diff and ends with 10, and so does a dry run', async () => {
    const { code, stdout, stderr } = await runArgoUpdater(['plan', ...places(), '--argocd-namespace', 'argocd']);
    expect({ code, stdout: named(stdout), stderr }).toEqual({
      code: 10,
      stdout: `argocd/web → MANIFESTS main
  + web  1.0.0 → 1.2.0  the highest version within 1.x
--- a/apps/web/kustomization.yaml
+++ b/apps/web/kustomization.yaml
@@ -1,4 +1,4 @@
 # owned by team web
 images:
   - name: REGISTRY/web
-    newTag: "1.0.0" # moved by the updater
+    newTag: "1.2.0" # moved by the updater

Images: 1 to change in 1 application
`,
      stderr: '',
    });
    const dry = await runArgoUpdater(['run', '--once', '--dry-run', ...places(), '--argocd-namespace=argocd']);
    expect([dry.code, dry.stdout]).toEqual([10, stdout]);
  });

  it('explain has a verdict for each tag', async () => {
    const { code, stdout } = await runArgoUpdater(['explain', 'web', 'web', '-o', 'json', ...places()], {
      environment: { ARGOCD_NAMESPACE: 'argocd' },
    });
    const [{ images }] = JSON.parse(stdout).explanations;
    expect(code).toBe(0);
    expect(
      Object.fromEntries(images[0].tags.map(({ tag, verdict }: Record<string, string>) => [tag, verdict])),
    ).toEqual({
      '1.2.0': 'chosen',
      '1.0.0': 'not-newest',
      '2.0.0': 'outside-constraint',
      latest: 'moving',
    });
  });

  it('run --once commits it, in the name that the settings say', async () => {
    const config = join(folder, 'towline.yaml');
    await writeFile(config, 'argocd: {namespace: argocd}\ngit:\n  user: Upda Ter\n  email: file@example.com\n');
    const environment = { TOWLINE_CONFIG: config, GIT_COMMIT_EMAIL: 'variable@example.com' };
    const { code, stdout } = await runArgoUpdater(['run', '--once', ...places()], { environment });
    expect([code, named(stdout)]).toEqual([
      0,
      expect.stringMatching(
        /^argocd\/web is committed to main as [0-9a-f]{12}\n {2}\+ web {2}1\.0\.0 → 1\.2\.0 .*\n1 of 1 images updated in 1 applications, 0 failed\n$/,
      ),
    ]);
    expect(await world.manifests.git(['log', '-1', '--format=%an <%ae>', 'main'])).toContain(
      'Upda Ter <variable@example.com>',
    );
    expect(world.kube.objects('events')).toHaveLength(1);
  });

  it('then there is nothing to do', async () => {
    const { code, stdout } = await runArgoUpdater(['plan', ...places(), '--argocd-namespace', 'argocd']);
    expect([code, stdout]).toEqual([0, 'Images: 1 current in 1 application\n']);
  });

  it('plans without a cluster, from a folder', async () => {
    const apps = join(folder, 'apps');
    await mkdir(apps);
    const [application] = world.kube.objects('applications');
    await writeFile(join(apps, 'web.json'), JSON.stringify({ ...application, status: undefined }));
    const { code, stdout, stderr } = await runArgoUpdater(
      ['plan', '--all', '--applications', apps, '--git-credentials', 'env:GIT', ...places().slice(2)],
      { environment: { GIT: 'updater:updater-password', KUBECONFIG: '/nowhere' } },
    );
    expect([code, named(stdout), stderr]).toEqual([0, expect.stringContaining('= web  1.2.0  is current'), '']);
  });
});

describe('how the program ends', () => {
  it.each([
    [
      3,
      'an Application that is not there',
      ['plan', '--application', 'nobody'],
      /No Application .* nobody \(cli-nothing-matched\)/,
    ],
    [3, 'an image that is not there', ['explain', 'web', 'wep'], /web has no image wep .*\n.*Did you mean web\?/],
    [2, 'a controller for some Applications', ['run', '--application', 'web'], /--once/],
    [
      2,
      'a setting that is none',
      ['plan', '--max-concurrent-apps', 'many'],
      /flag --max-concurrent-apps: limits\.writes/,
    ],
    [2, 'a misspelt option', ['plan', '--kubeconfg', 'x'], /Did you mean --kubeconfig\?/],
  ])('with %i for %s', async (code, _what, args, stderr) => {
    const ended = await runArgoUpdater([...args, ...places()], { environment: { ARGOCD_NAMESPACE: 'argocd' } });
    expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  it('with 1 where a registry fails, and says what is to be done', async () => {
    world.registry.faults.add({ effect: 'answer', status: 403, match: { kind: 'oci:tags' }, times: 1 });
    const environment = { ARGOCD_NAMESPACE: 'argocd' };
    const { code, stdout } = await runArgoUpdater(['plan', ...places()], { environment });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/✗ web .*\(registry-forbidden\)/)]);
  });

  it('with 2 and every finding, where the file is wrong', async () => {
    const config = join(folder, 'wrong.yaml');
    await writeFile(config, 'git:\n  usr: x\nlimits:\n  writes: 0\n');
    const { code, stderr } = await runArgoUpdater(['plan', '--config', config]);
    expect([code, named(stderr)]).toEqual([
      2,
      expect.stringMatching(/FOLDER\/wrong\.yaml:2:8: git\.usr: .*did you mean user\?/),
    ]);
    expect(named(stderr)).toMatch(/FOLDER\/wrong\.yaml:4:11: limits\.writes: /);
  });

  it('with 130 when it is interrupted, and leaves nothing behind', async () => {
    const temporary = await mkdtemp(join(folder, 'tmp-'));
    world.registry.faults.add({ effect: 'silence', match: { kind: 'oci:tags' }, times: 1 });
    const ended = await runArgoUpdater(['plan', ...places(), '--loglevel', 'debug'], {
      environment: { TMPDIR: temporary, ARGOCD_NAMESPACE: 'argocd' },
      interruptAt: '/applications?',
    });
    expect([ended.code, ended.stderr]).toEqual([
      130,
      expect.stringContaining('error: Interrupted (cli-interrupted)\n'),
    ]);
    expect(await readdir(temporary)).toEqual([]);
  });
});
