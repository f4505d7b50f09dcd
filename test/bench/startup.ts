import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const run = promisify(execFile);
const rounds = 15;
const program = fileURLToPath(new URL('../../packages/argo-updater/bin/argo-updater.js', import.meta.url));

/** What starting costs: the process of Node alone, then what a script asks first, the help, and the modules of a pass. */
const starts: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'argo-updater --version', args: [program, '--version'] },
  { name: 'argo-updater --help', args: [program, '--help'] },
  { name: 'argo-updater plan --help', args: [program, 'plan', '--help'] },
];

/** Starts of argo-updater against `node -e 0`. Medians of fifteen, taken in turns so that a busy moment meets all of them. */
export async function startup(): Promise<readonly Figure[]> {
  const times = starts.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { args }] of starts.entries()) {
      const started = performance.now();
      await run(process.execPath, [...args]);
      // The first round fills the caches of the file system.
      if (round > 0) times[index]?.push(performance.now() - started);
    }
  }
  const medians = times.map(median);
  const bare = medians[0] ?? Number.NaN;
  return starts.flatMap(({ name }, index) => {
    const value = medians[index] ?? Number.NaN;
    const ratio = { name: `${name} against node -e 0`, value: round(value / bare), unit: 'times' };
    return [{ name: `start of ${name}`, value: Math.round(value), unit: 'ms' }, ...(index === 0 ? [] : [ratio])];
  });
}

const round = (value: number): number => Math.round(value * 100) / 100;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
