import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openCommitOrder } from '@towline/shared/git';
import { parseGitSha } from '@towline/shared/image';
import { type Candidate, compilePolicy, indexHistory, type SourceBranch, select } from '@towline/shared/policy';
import { runProcess, systemClock } from '@towline/shared/process';
import { startGitServer } from '@towline/test-kit/git';

const commitCount = 50_000;
const tagCount = 10_000;
const runs = 5;

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly per?: string;
}

/** Fetches 50,000 commits and puts 10,000 tags in their order, by full and by short ids: the fetch apart from what comes after it. */
export async function ancestry(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-bench-ancestry-'));
  const server = await startGitServer();
  try {
    const remote = await server.createRepository('source.git');
    await remote.git(['fast-import', '--quiet', '--date-format=raw'], { input: Buffer.from(branchStream()) });
    const order = openCommitOrder(
      { run: runProcess, clock: systemClock, environment: process.env },
      { url: remote.url, directory: join(folder, 'mirror') },
    );
    const [cold, branch] = await timed(() => order.commits('main'));
    const [warm] = await timed(() => order.commits('main'));
    if (branch?.commits.length !== commitCount) throw new Error('commits were lost');
    const per = `${commitCount} commits`;
    return [
      { name: 'fetch of the commits, empty mirror', value: Math.round(cold), unit: 'ms', per },
      { name: 'fetch where nothing is new', value: Math.round(warm), unit: 'ms', per },
      ...measure('order of full ids', branch, (sha) => sha),
      ...measure('order of short ids', branch, (sha, index) => `i${index}-${sha.slice(0, 12)}`),
    ];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A main line into which every tenth commit merges one that was branched off two commits before. */
function branchStream(): string {
  const person = 'Pat Person <pat@example.com>';
  const lines: string[] = [];
  const commit = (mark: number, branch: string, parents: readonly string[]): void => {
    lines.push(`commit refs/heads/${branch}`, `mark :${mark}`, `committer ${person} ${1_600_000_000 + mark} +0000`);
    lines.push('data 1', 'x', ...parents);
  };
  for (let mark = 1, tip = 0; mark <= commitCount; mark += 1) {
    const isSide = mark % 10 === 8;
    if (isSide) commit(mark, 'side', [`from :${mark - 2}`]);
    else {
      commit(mark, 'main', [
        ...(tip === 0 ? [] : [`from :${tip}`]),
        ...(mark % 10 === 0 ? [`merge :${mark - 2}`] : []),
      ]);
      tip = mark;
    }
  }
  return `${lines.join('\n')}\n`;
}

function measure(name: string, branch: SourceBranch, tagOf: (sha: string, index: number) => string): readonly Row[] {
  const reading = compilePolicy({ order: { kind: 'commit' } });
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.findings));
  const step = commitCount / tagCount;
  // Every fifth commit has an image; every fiftieth of these is of another repository.
  const candidates = Array.from({ length: tagCount }, (_, index): Candidate => {
    const sha = branch.commits[index * step]?.sha ?? '';
    return { tag: tagOf(index % 50 === 49 ? stranger(sha) : sha, index) };
  }).reverse();
  const newest = candidates.at(-1)?.tag;
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    const { chosen, refusals } = select(reading.policy, candidates, { history: indexHistory(branch) });
    const strangers = refusals.filter(({ rule }) => rule === 'not-on-branch').length;
    if (chosen?.tag !== newest || strangers !== tagCount / 50) throw new Error(`${name}: not the newest commit`);
    return performance.now() - start;
  });
  const [first = 0, ...warm] = times;
  const per = `${commitCount} commits, ${tagCount} tags`;
  return [
    { name, value: round(median(warm)), unit: 'ms', per },
    { name: `${name}, first run`, value: round(first), unit: 'ms', per },
  ];
}

/** A commit id that is on no branch. */
function stranger(sha: string): string {
  return parseGitSha([...sha].reverse().join('')) ?? '';
}

async function timed<Value>(work: () => Promise<Value>): Promise<readonly [number, Value]> {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
