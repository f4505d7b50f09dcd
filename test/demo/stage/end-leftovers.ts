import { setTimeout as sleep } from 'node:timers/promises';
import { listProcesses } from './list-processes.js';
import { sendSignal } from './send-signal.js';

const pauseMs = 10;

/**
 * Ends every process that has this folder in its environment. What a part starts may have a process group of its own, and nobody to end it where the
 * part was killed.
 */
export async function endLeftovers(folder: string): Promise<void> {
  const left = () => listProcesses().filter(({ environment }) => environment.includes(folder));
  for (let processes = left(); processes.length > 0; processes = left()) {
    for (const { pid } of processes) sendSignal(pid, 'SIGKILL');
    await sleep(pauseMs);
  }
}
