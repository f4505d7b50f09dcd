import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Ended } from './ended.js';

/** jenkins-bridge in a process of its own. */
export interface BridgeProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

const program = fileURLToPath(new URL('../../../packages/jenkins-bridge/bin/jenkins-bridge.js', import.meta.url));

/** Starts the built program with this environment and no other. */
export function startBridge(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  cwd?: string,
): BridgeProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
  return { child, ended };
}

/** Waits until no process that runs has a text in its environment: those that only wait to be buried have none any more. */
export async function untilNoneHas(text: string): Promise<void> {
  while ((await processesWith(text)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function processesWith(text: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.includes(text) ? [pid] : [];
    }),
  );
  return found.flat();
}
