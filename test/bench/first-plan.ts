import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { ask } from '@towline/test-kit/serve';
import { kustomization, web } from '../e2e/live/live-world.js';
import { type PassWorld, startPassWorld } from '../e2e/run-once/pass-world.js';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const rounds = 9;
const program = fileURLToPath(new URL('../../packages/argo-updater/bin/argo-updater.js', import.meta.url));

/**
 * From the start of the built program to the end of `plan` with one change, over loopback and without any cache; beside it what must be asked for
 * it: the Applications, the ImageUpdaters and the Secret from Kubernetes, the tags, and the branch by git. Medians of nine, taken in turns.
 */
export async function firstPlan(): Promise<readonly Figure[]> {
  const world = await startPassWorld({ 'apps/web/kustomization.yaml': kustomization('1.0.0') });
  const folder = await mkdtemp(join(tmpdir(), 'towline-bench-plan-'));
  try {
    await world.push('web', '1.0.0', '1.1.0');
    world.apply(web);
    const planned: number[] = [];
    const asked: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      planned.push(await timed(() => plan(world, join(folder, `${round}`))));
      asked.push(await timed(() => askBarely(world, join(folder, `${round}-bare`))));
    }
    const [whole, bare] = [median(planned), median(asked)];
    return [
      { name: 'from the start to the first plan', value: Math.round(whole), unit: 'ms' },
      { name: 'input and output of it alone', value: Math.round(bare), unit: 'ms' },
      { name: 'beyond input and output', value: Math.round(whole - bare), unit: 'ms' },
    ];
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function plan({ kube, registry }: PassWorld, base: string): Promise<void> {
  const [kubeConfig, registries] = [`${base}.kubeconfig`, `${base}.registries`];
  await writeFile(kubeConfig, kube.kubeConfig);
  await writeFile(registries, `registries:\n- name: kit\n  prefix: ${registry.host}\n  api_url: ${registry.url}\n`);
  const flags = [
    '--argocd-namespace',
    'argocd',
    '--kubeconfig',
    kubeConfig,
    '--registries-conf-path',
    registries,
    '--cache-dir',
    `${base}.cache`,
  ];
  const { exitCode, stdout } = await run(process.execPath, [program, 'plan', ...flags]);
  if (exitCode !== 10) throw new Error(`plan ended with ${exitCode}: ${Buffer.from(stdout)}`);
}

async function askBarely({ kube, registry, manifests }: PassWorld, folder: string): Promise<void> {
  const options = { headers: { authorization: `Bearer ${kube.token}` } };
  const argoproj = `${kube.url}/apis/argoproj.io/v1alpha1/namespaces/argocd`;
  await Promise.all([
    ask(`${argoproj}/applications`, options),
    ask(`${kube.url}/apis/argocd-image-updater.argoproj.io/v1alpha1/namespaces/argocd/imageupdaters`, options),
  ]);
  const login = `http.extraHeader=Authorization: Basic ${btoa('updater:updater-password')}`;
  const clone = ['clone', '--quiet', '--bare', '--depth=1', manifests.url, folder];
  await Promise.all([
    ask(`${registry.url}/v2/web/tags/list`),
    ask(`${kube.url}/api/v1/namespaces/argocd/secrets`, options).then(() => run('git', ['-c', login, ...clone])),
  ]);
}

async function run(command: string, args: readonly string[]) {
  const env = { ...inheritedEnvironment(process.env, ['PATH']), GIT_CONFIG_GLOBAL: '/dev/null' };
  return runProcess({ command, args, env, maxOutputBytes: 1_000_000, timeoutMs: 60_000, allowExitCodes: [10] });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
