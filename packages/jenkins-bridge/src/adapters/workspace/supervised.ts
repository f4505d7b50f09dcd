import { type Environment, startProcess } from '@towline/shared/process';
import { createLineSplitter } from '../../core/build/line-splitter.js';
import type { TakeLine } from '../../core/run/workshop.js';

/** A program whose output is read line by line as it comes. */
export interface SupervisedProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** That of this process where absent. */
  readonly cwd?: string | undefined;
  readonly environment: Environment;
}

/**
 * Starts the program in a process group with a watcher that waits for the end of standard input: when this process is gone, however it went, so
 * is the whole group. When the program has ended, what it left in the background ends too.
 */
const supervisor = `exec 3<&0 </dev/null 2>&1
{ cat <&3; kill -KILL 0; } >/dev/null &
exec 3<&-
"$@"
status=$?
trap '' TERM
kill -TERM 0
exit $status`;

/** No program of ours answers with it: any exit code is an answer here. */
const everyExitCode = Array.from({ length: 255 }, (_, index) => index + 1);

/** Runs a program to its end, hands on what it writes, and gives its exit code. Throws a `ProcessError` where it cannot be started or was ended. */
export async function runSupervised(
  { command, args, cwd, environment }: SupervisedProgram,
  take: TakeLine,
  signal: AbortSignal,
): Promise<number> {
  const running = startProcess({
    command: '/bin/sh',
    args: ['-c', supervisor, 'sh', command, ...args],
    cwd,
    env: definedOf(environment),
    allowExitCodes: everyExitCode,
    signal,
  });
  const splitter = createLineSplitter();
  const decoder = new TextDecoder();
  try {
    for await (const chunk of running.stdout) {
      for (const line of splitter.push(decoder.decode(chunk, { stream: true }))) await take(line);
    }
    for (const line of splitter.end()) await take(line);
  } catch (error) {
    // Stopping a program destroys its output: how it ended says more.
    running.stop('process-failed', 'could not be read', { cause: error });
  }
  return (await running.done).exitCode;
}

function definedOf(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
