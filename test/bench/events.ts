import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { kustomization, web } from '../e2e/live/live-world.js';
import { type ReplicaProcess, startReplica } from '../e2e/live/replica-process.js';
import { type PassWorld, startPassWorld } from '../e2e/run-once/pass-world.js';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const rounds = 9;
const path = 'apps/web/kustomization.yaml';

/**
 * From the webhook that tells of a push until the commit is on the branch, over loopback, by the built program; beside it what git alone takes
 * for such a commit: fetch, commit and push in a clone that is kept. Medians of nine.
 */
export async function events(): Promise<readonly Figure[]> {
  const world = await startPassWorld({ [path]: kustomization('1.0.0') });
  const folder = await mkdtemp(join(tmpdir(), 'towline-bench-events-'));
  let replica: ReplicaProcess | undefined;
  try {
    await world.push('web', '1.0.0');
    world.apply(web);
    const byGit = await measure((round) => commitByGit(world, join(folder, 'clone'), round));
    const place = { kubeConfig: world.kube.kubeConfig, registry: world.registry.host, folder };
    const started = await startReplica(place, { name: 'updater', interval: '1h' });
    replica = started;
    const byEvent = await measure(async (round) => {
      const tag = `1.${round + 1}.0`;
      await world.push('web', tag);
      const before = await world.manifests.head();
      const start = performance.now();
      await started.tell('web', tag);
      while ((await world.manifests.head()) === before) await wait(5);
      return performance.now() - start;
    });
    return [
      { name: 'from a webhook to the pushed commit', value: Math.round(byEvent), unit: 'ms' },
      { name: 'such a commit by git alone', value: Math.round(byGit), unit: 'ms' },
      { name: 'from a webhook to the commit against git alone', value: round2(byEvent / byGit), unit: 'times' },
    ];
  } finally {
    replica?.signal('SIGTERM');
    await replica?.ended;
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(run: (round: number) => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await run(round));
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

async function commitByGit(world: PassWorld, clone: string, round: number): Promise<number> {
  const login = ['-c', `http.extraHeader=Authorization: Basic ${btoa('updater:updater-password')}`];
  if (round === 0) await git([...login, 'clone', '--quiet', world.manifests.url, clone]);
  const start = performance.now();
  await git(['-C', clone, ...login, 'fetch', '--quiet', 'origin']);
  await writeFile(join(clone, `note-${round}`), `${round}\n`);
  await git(['-C', clone, 'add', '.']);
  await git(['-C', clone, 'commit', '--quiet', '-m', `Note ${round}`]);
  await git(['-C', clone, ...login, 'push', '--quiet', 'origin', 'HEAD:main']);
  return performance.now() - start;
}

async function git(args: readonly string[]): Promise<void> {
  const name = { GIT_AUTHOR_NAME: 'b', GIT_AUTHOR_EMAIL: 'b@x', GIT_COMMITTER_NAME: 'b', GIT_COMMITTER_EMAIL: 'b@x' };
  const env = { ...inheritedEnvironment(process.env, ['PATH']), ...name, GIT_CONFIG_GLOBAL: '/dev/null' };
  await runProcess({ command: 'git', args, env, maxOutputBytes: 1_000_000, timeoutMs: 60_000 });
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
