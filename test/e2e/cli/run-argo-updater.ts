import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@towline/shared/process';

/** How the program ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the program is started. */
export interface Start {
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Sends it SIGINT, once it has written this to standard error. */
  readonly interruptAt?: string | undefined;
}

const program = fileURLToPath(new URL('../../../packages/argo-updater/bin/argo-updater.js', import.meta.url));

/** Runs the built program in a process of its own, with nothing of this one's environment but what a shell needs. */
export function runArgoUpdater(args: readonly string[], { environment, interruptAt }: Start = {}): Promise<Ended> {
  const env = { ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR']), ...environment };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    const isThere = interruptAt !== undefined && stderr.includes(interruptAt);
    stderr += data;
    if (!isThere && interruptAt !== undefined && stderr.includes(interruptAt)) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
