import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openGitRepository } from '@towline/shared/git';
import { inheritedEnvironment, runProcess, systemClock } from '@towline/shared/process';
import { type ServedRepository, startGitServer } from '@towline/test-kit/git';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const files = 20_000;
const changed = 500;
const rounds = 3;

const manifest = (n: number, tag: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app-${n}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: registry.example.com/team/app-${n}:${tag}\n`;

const pathOf = (n: number): string => `clusters/${n % 20}/apps/${Math.floor(n / 100)}/app-${n}.yaml`;

/** The files that each commit touches, spread over the repository. */
const touched = Array.from({ length: changed }, (_, n) => n * (files / changed));

/**
 * One commit that touches 500 files of a repository of 20,000, over HTTP from this machine: by the adapter with an empty and with a kept
 * mirror, and by a shallow clone with commit and push, each the median of three.
 */
export async function commits(): Promise<readonly Figure[]> {
  const server = await startGitServer();
  const folder = await mkdtemp(join(tmpdir(), 'towline-bench-commits-'));
  try {
    const seed = Object.fromEntries(Array.from({ length: files }, (_, n) => [pathOf(n), manifest(n, '1')]));
    const remote = await server.createRepository('manifests.git', seed);
    const cold = await median((round) => byAdapter(remote, join(folder, `cold-${round}`), `cold-${round}`));
    const kept = join(folder, 'cold-0');
    const warm = await median((round) => byAdapter(remote, kept, `warm-${round}`));
    const clone = await median((round) => byClone(remote, join(folder, `clone-${round}`), `clone-${round}`));
    return [
      { name: 'commit of 500 in 20,000 files, empty mirror', value: cold, unit: 'ms' },
      { name: 'commit of 500 in 20,000 files, kept mirror', value: warm, unit: 'ms' },
      { name: 'commit of 500 in 20,000 files, shallow clone', value: clone, unit: 'ms' },
      { name: 'shallow clone against empty mirror', value: round2(clone / cold), unit: 'times' },
      { name: 'shallow clone against kept mirror', value: round2(clone / warm), unit: 'times' },
    ];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function median(run: (round: number) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await run(round);
    times.push(performance.now() - start);
  }
  return Math.round(times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0);
}

async function byAdapter(remote: ServedRepository, directory: string, tag: string): Promise<void> {
  const identity = { name: 'Towline', email: 'towline@example.com' };
  const repository = openGitRepository(
    { run: runProcess, clock: systemClock, environment: process.env },
    { url: remote.url, directory, identity },
  );
  const onto = await repository.snapshot('main');
  if (onto === undefined) throw new Error('the repository has no branch main');
  const contents = await onto.read(touched.map(pathOf));
  const changes = [...contents].map(([path, content]) => ({
    kind: 'write' as const,
    path,
    content: Buffer.from(retag(Buffer.from(content).toString('utf8'), tag)),
  }));
  const outcome = await repository.push({
    onto,
    commits: [{ message: `Update to ${tag}`, author: identity, changes }],
  });
  if (outcome.kind !== 'accepted' || changes.length !== changed)
    throw new Error('the push did not do what is measured');
}

async function byClone(remote: ServedRepository, directory: string, tag: string): Promise<void> {
  await git(['clone', '--quiet', '--depth=1', remote.url, directory]);
  for (const path of touched.map(pathOf)) {
    const file = join(directory, path);
    await writeFile(file, retag(await readFile(file, 'utf8'), tag));
  }
  await git(['-C', directory, 'commit', '--quiet', '--all', '-m', `Update to ${tag}`]);
  await git(['-C', directory, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main']);
}

const retag = (text: string, tag: string): string => text.replace(/:[^:\s]+\n$/, `:${tag}\n`);

async function git(args: readonly string[]): Promise<void> {
  const name = { GIT_AUTHOR_NAME: 'b', GIT_AUTHOR_EMAIL: 'b@x', GIT_COMMITTER_NAME: 'b', GIT_COMMITTER_EMAIL: 'b@x' };
  const env = { ...inheritedEnvironment(process.env, ['PATH']), ...name, GIT_CONFIG_GLOBAL: '/dev/null' };
  await runProcess({ command: 'git', args, env, maxOutputBytes: 1_000_000, timeoutMs: 300_000 });
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
