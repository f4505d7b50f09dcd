import { runProcess } from '@towline/shared/process';

/** A command of one of the programs. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** How a command ended. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
}

/** Runs a command to its end. That nothing matched and that there are changes are answers; all else but 0 is thrown. */
export async function runCommand({ program, args, environment, signal }: Command): Promise<CommandEnd> {
  const { exitCode, stdout } = await runProcess({
    command: process.execPath,
    args: [program, ...args],
    env: environment,
    signal,
    allowExitCodes: [3, 10],
    maxOutputBytes: 16 * 1024 * 1024,
    timeoutMs: 60_000,
  });
  return { code: exitCode, stdout: Buffer.from(stdout).toString('utf8') };
}
