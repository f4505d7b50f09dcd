import type { ChildProcess } from 'node:child_process';

/** Asks a child and its process group to end, and insists after `graceMs`. Call the result once the child has closed. */
export function endGroup(child: ChildProcess, graceMs: number): () => void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
    // Whoever left the group may still hold the pipe, and would keep us waiting.
    child.stderr?.destroy();
  }, graceMs);
  return () => {
    clearTimeout(timer);
    // The leader has gone; whoever of its group ignored SIGTERM goes now.
    signalGroup(child, 'SIGKILL');
  };
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the group is gone, which is what we want.
  }
}
