import { exitCodes } from '@towline/shared/errors';
import { runProcess } from '@towline/shared/process';

/** A command of one of the programs. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Exit codes that are answers, besides 0, that nothing matched and that there are changes. */
  readonly answers?: readonly number[] | undefined;
}

/** How a command ended. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
}

/** Runs a command to its end. Throws where its exit code is no answer. */
export async function runCommand({ program, args, environment, signal, answers = [] }: Command): Promise<CommandEnd> {
  const { exitCode, stdout } = await runProcess({
    command: process.execPath,
    args: [program, ...args],
    env: environment,
    signal,
    allowExitCodes: [exitCodes['nothing-matched'], exitCodes.changes, ...answers],
    maxOutputBytes: 16 * 1024 * 1024,
    timeoutMs: 60_000,
  });
  return { code: exitCode, stdout: Buffer.from(stdout).toString('utf8') };
}
