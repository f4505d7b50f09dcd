import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type ArgocdFake, startArgocd } from '@towline/test-kit/argocd';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../../../packages/argo-updater/src/cli/program.js';
import { type PassWorld, startPassWorld } from './pass-world.js';

let world: PassWorld;
let argocd: ArgocdFake;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-argocd-'));
  world = await startPassWorld({ 'README.md': 'manifests\n' });
  argocd = await startArgocd({ kube: world.kube, token: 'argocd-token' });
  await world.push('web', '1.0.0', '1.2.0');
  world.apply({
    name: 'web',
    images: 'web=web:1.x',
    annotations: { 'argocd-image-updater.argoproj.io/write-back-method': 'argocd' },
    source: { kustomize: {} },
    live: ['web:1.0.0'],
  });
});
afterEach(async () => {
  await argocd.stop();
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs one pass with nothing at hand but a token of Argo CD. */
async function runOnce(...args: readonly string[]) {
  const { host, url } = world.registry;
  const conf = join(folder, 'registries.conf');
  await writeFile(conf, JSON.stringify({ registries: [{ name: 'kit', prefix: host, api_url: url }] }));
  const terminal = captureTerminal();
  const environment = { HOME: folder, TOKEN: 'argocd-token', AWS_EC2_METADATA_DISABLED: 'true' };
  const argv = ['run', '--once', '--registries-conf-path', conf, '--argocd-server', argocd.url, ...args];
  return { code: await runProgram(program, argv, { terminal, environment }), ...terminal.written() };
}

const imagesOf = () => JSON.stringify(world.kube.objects('applications').map(({ spec }) => spec));

describe('run --once by the API of Argo CD', () => {
  it('reads and changes Applications without a cluster', async () => {
    const { code, stdout } = await runOnce('--argocd-token', 'env:TOKEN');
    expect(stdout).toContain('1 of 1 images updated');
    expect(code).toBe(0);
    expect(imagesOf()).toContain(`"images":["${world.image('web')}:1.2.0"]`);
    expect(argocd.requests.counts()).toEqual({ 'GET applications': 1, 'PATCH application': 1 });
  });

  it('needs a token', async () => {
    const { code, stderr } = await runOnce();
    expect(stderr).toContain('--argocd-token');
    expect(code).toBe(2);
  });
});
