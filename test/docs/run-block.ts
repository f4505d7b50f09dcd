import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where commands are run. */
export interface Place {
  readonly folder: string;
  /** Where a session keeps what one block has set for the next. */
  readonly state: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** How the commands of a block ended. */
export interface BlockEnd {
  /** Of the commands that failed, in their order. */
  readonly failures: readonly (number | 'hung')[];
  readonly stdout: string;
  readonly stderr: string;
}

/** Commands that take longer hang. */
const limitMs = 80_000;

/** Told of every command that fails, as somebody at a terminal sees it; then the next one is run. */
const preamble =
  'trap \'echo $? >> "$FAILURES"\' ERR; [ -f "$STATE" ] && . "$STATE"; trap \'export -p > "$STATE"\' EXIT\n';

/**
 * Runs the commands of a block in bash, one after the other as somebody types them. What they export, the next block of the session has.
 * With `until`, they are interrupted once they have written that to standard error.
 */
export async function runBlock(place: Place, text: string, until?: string): Promise<BlockEnd> {
  const [failures, state] = [join(place.state, 'failures'), join(place.state, 'exported')];
  const env = { ...place.environment, FAILURES: failures, STATE: state };
  const child = spawn('/bin/bash', ['-c', `: > "$FAILURES"\n${preamble}${text}`], {
    cwd: place.folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    written.stdout += data;
  });
  let isHung = false;
  let isInterrupted = false;
  child.stderr.on('data', (data) => {
    written.stderr += data;
    if (until === undefined || isInterrupted || !written.stderr.includes(until)) return;
    isInterrupted = true;
    // The whole group, as Ctrl-C does.
    process.kill(-(child.pid ?? 0), 'SIGINT');
  });
  const limit = setTimeout(() => {
    isHung = true;
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  }, limitMs);
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(limit);
  return { failures: [...(await readFailures(failures)), ...(isHung ? ['hung' as const] : [])], ...written };
}

async function readFailures(path: string): Promise<readonly number[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.filter((line) => line !== '').map(Number);
}
