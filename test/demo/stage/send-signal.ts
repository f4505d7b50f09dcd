import { errorCode } from '@towline/shared/errors';

/** Sends a signal to a process or, by a negative id, to a group. One that has ended already is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
