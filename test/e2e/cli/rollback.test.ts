import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../../../packages/argo-updater/src/cli/program.js';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';

const path = 'apps/web/kustomization.yaml';
const annotations = { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' };
const web = { name: 'web', images: 'web=web:1.x', annotations, live: ['web:1.0.0'] };

let world: PassWorld;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-rollback-'));
  world = await startPassWorld({ [path]: 'images:\n  - name: REGISTRY/web\n    newTag: 1.0.0\n' });
  await world.push('web', '1.0.0', '1.1.0');
  await writeFile(join(folder, 'kubeconfig'), world.kube.kubeConfig);
  const entry = `name: here\n  prefix: ${world.registry.host}\n  api_url: ${world.registry.url}`;
  await writeFile(join(folder, 'registries.conf'), `registries:\n- ${entry}\n`);
});
afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

async function updater(...args: readonly string[]) {
  const places = [
    '--kubeconfig',
    join(folder, 'kubeconfig'),
    '--registries-conf-path',
    join(folder, 'registries.conf'),
  ];
  const terminal = captureTerminal();
  const line = [...args, ...places, '--argocd-namespace', 'argocd'];
  return { code: await runProgram(program, line, { terminal, environment: {} }), ...terminal.written() };
}
const tag = async () => /newTag: (\S+)/.exec((await world.manifests.read(path)) ?? '')?.[1];
const annotationsOf = () => world.kube.objects('applications')[0]?.metadata.annotations ?? {};

describe('rollback', () => {
  beforeEach(async () => {
    world.apply(web);
    await updater('run', '--once');
    expect(await tag()).toBe('1.1.0');
  });

  it('takes the version back by a commit, which holds it until something newer appears', async () => {
    const { code, stdout } = await updater('rollback', 'web', '--reason', 'Checkout fails.');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/argocd\/web is committed to main as [0-9a-f]{12}/)]);
    expect(await tag()).toBe('1.0.0');
    expect(await world.manifests.git(['log', '-1', '--format=%B', 'main'])).toBe(
      `revert: take web back\n\nCheckout fails.\n\ntakes image web from '1.1.0' back to '1.0.0'\n\nTowline-Application: argocd/web\nTowline-Rollback: web 1.1.0 → 1.0.0\n`,
    );
    const head = (await world.manifests.head())?.slice(0, 7);
    expect(await updater('run', '--once')).toMatchObject({ code: 0 });
    expect(await tag()).toBe('1.0.0');
    const explained = await updater('explain', 'web');
    expect(explained.stdout).toContain(`1.1.0 held: reverted by ${head} (argo-updater)`);
    await world.push('web', '1.2.0');
    await updater('run', '--once');
    expect(await tag()).toBe('1.2.0');
  });

  it('lets release let it go, and a later rollback hold it again', async () => {
    await updater('rollback', 'web');
    const { code, stdout } = await updater('release', 'web');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/\+ towline.dev\/web.release: "[0-9a-f]{12}"\nWritten to the live/),
    ]);
    await updater('run', '--once');
    expect(await tag()).toBe('1.1.0');
    await updater('rollback', 'web');
    await updater('run', '--once');
    expect(await tag()).toBe('1.0.0');
  });

  it.each([
    ['shows the change of a dry run', ['--dry-run'], 10, /^-\s+newTag: 1.1.0\n\+\s+newTag: 1.0.0$/m],
    ['goes to a tag', ['--to', '1.0.0', '--dry-run'], 10, /1.1.0 → 1.0.0/],
    ['refuses a tag that is not there', ['--to', '0.9.0'], 1, /web:0.9.0 is not in the registry \(rollback-tag-gone\)/],
    ['has nothing to do where it is there already', ['--to', '1.1.0'], 0, /is as it was|0 of 1/],
  ])('%s', async (_what, options, code, text) => {
    const result = await updater('rollback', 'web', ...options);
    expect([result.code, result.stdout + result.stderr]).toEqual([code, expect.stringMatching(text)]);
    expect(await tag()).toBe('1.1.0');
  });

  it('refuses to go forward', async () => {
    await world.push('web', '1.2.0');
    const { code, stdout } = await updater('rollback', 'web', '--to', '1.2.0');
    expect([code, stdout]).toEqual([1, expect.stringContaining('1.2.0 stands above 1.1.0')]);
  });

  it('says so where no Application has the name', async () => {
    expect(await updater('rollback', 'wbe')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('cli-nothing-matched'),
    });
  });
});

describe('rollback where nothing stood before', () => {
  it('asks for a version', async () => {
    world.apply(web);
    const { code, stdout } = await updater('rollback', 'web');
    expect([code, stdout]).toEqual([1, expect.stringContaining('had no other version here (rollback-nothing-before)')]);
  });
});

describe('rollback of a live Application', () => {
  it('patches it, and keeps the hold in an annotation', async () => {
    world.apply({
      ...web,
      annotations: { 'argocd-image-updater.argoproj.io/write-back-method': 'argocd' },
      source: { kustomize: { images: [`${world.image('web')}:1.1.0`] } },
      live: ['web:1.1.0'],
    });
    expect(await updater('rollback', 'web', '--to', '1.0.0')).toMatchObject({ code: 0 });
    expect(annotationsOf()).toMatchObject({ 'towline.dev/web.hold': '1.1.0' });
    const { stdout } = await updater('run', '--once');
    expect(stdout).toContain('1.1.0 held: the annotation towline.dev/hold says so');
  });
});

describe('hold', () => {
  it('keeps an Application as it is, and release takes it away', async () => {
    world.apply(web);
    const until = '2999-12-24';
    const held = await updater('hold', 'web', '--until', until, '--reason', 'sales days');
    expect(held.code).toBe(0);
    expect(annotationsOf()).toMatchObject({ 'towline.dev/hold': 'true', 'towline.dev/hold-until': until });
    const { stdout } = await updater('run', '--once');
    expect(stdout).toContain('1.1.0 held: sales days until 2999-12-24T00:00:00.000Z');
    expect(await updater('release', 'web')).toMatchObject({ code: 0 });
    expect(Object.keys(annotationsOf()).filter((key) => key.includes('hold'))).toEqual([]);
    await updater('run', '--once');
    expect(await tag()).toBe('1.1.0');
    expect(await updater('release', 'web')).toMatchObject({ code: 3 });
  });

  it('is written into the manifest where Applications are read from a folder', async () => {
    world.apply(web);
    await mkdir(join(folder, 'apps'));
    const file = join(folder, 'apps', 'web.yaml');
    const manifest = `# owned by team web\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\n  annotations:\n    argocd-image-updater.argoproj.io/image-list: web=${world.image('web')}:1.x\n    argocd-image-updater.argoproj.io/write-back-method: git\nspec:\n  source:\n    repoURL: ${world.manifests.url}\n    path: apps/web\n    targetRevision: main\n`;
    await writeFile(file, manifest);
    const { code, stderr } = await updater(
      'hold',
      'web',
      'web',
      '--tag',
      '1.1.0',
      '--applications',
      join(folder, 'apps'),
    );
    expect([code, stderr, await readFile(file, 'utf8')]).toEqual([
      0,
      '',
      manifest.replace('spec:', '    towline.dev/web.hold: 1.1.0\nspec:'),
    ]);
  });

  it('refuses an image that is not there', async () => {
    world.apply(web);
    expect(await updater('hold', 'web', 'wbe')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('It has web.'),
    });
  });
});
