import type { ParseArgsConfig } from 'node:util';

/** The values of the options that a program declared. */
export type ProgramValues = Readonly<Record<string, string | boolean | undefined>>;

/** A fake that runs. */
export interface RunningProgram {
  /** What the one line of JSON says when it is ready: URLs, tokens, files. */
  readonly ready: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** A fake that can be started from the command line. */
export interface KitProgram {
  /** One line for the help. */
  readonly summary: string;
  /** Its options besides `--port`, as `parseArgs` of node:util takes them, each of them with one value at most. */
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Port 0 lets the kernel choose. */
  start(values: ProgramValues, port: number): Promise<RunningProgram>;
}
