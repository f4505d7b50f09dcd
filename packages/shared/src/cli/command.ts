import type { Environment } from '../process/index.js';
import type { Terminal } from './terminal.js';

/** An option of a command, as help, completion and the reference page show it. */
export interface OptionSpec {
  /** Without dashes. */
  readonly flag: string;
  /** One letter. */
  readonly short?: string | undefined;
  /** What stands for the value: `path`. Absent for a switch. */
  readonly value?: string | undefined;
  readonly meaning: string;
  /** The values there are. */
  readonly choices?: readonly string[] | undefined;
  /** Whether it may be given several times; then it is read as a list. */
  readonly repeatable?: boolean | undefined;
  /** Whether the value is a path, for completion. */
  readonly path?: boolean | undefined;
}

/** An argument of a command. */
export interface ArgumentSpec {
  readonly name: string;
  readonly meaning: string;
  readonly required?: boolean | undefined;
  /** Takes all that follow. */
  readonly variadic?: boolean | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly path?: boolean | undefined;
}

/** A command as it is described. */
export interface CommandSpec {
  /** What it does, and what it never does, in a few sentences. */
  readonly description: string;
  readonly arguments?: readonly ArgumentSpec[] | undefined;
  readonly options: readonly OptionSpec[];
  /** Lines to type, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Puts what people know from another program into the words of this one, before it is read. May throw a `CliError`. */
  readonly respell?: ((args: readonly string[]) => readonly string[]) | undefined;
}

/** The value of an option. */
export type OptionValue = string | boolean | readonly string[];

/** One call of a command. */
export interface Invocation {
  readonly args: readonly string[];
  /** By flag, without dashes; those that were not given are absent. */
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** Aborted by SIGINT, SIGTERM and `--timeout`. */
  readonly signal: AbortSignal;
  /** Every command there is. */
  readonly commands: readonly CommandEntry[];
}

/** What a command's file exports. It is loaded when the command is used, and loads what is heavy when it runs. */
export interface CommandModule {
  readonly spec: CommandSpec;
  /** Resolves with the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** A command, before it is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** The value of an option that takes one; undefined where it was not given. */
export function textOption({ options }: Invocation, flag: string): string | undefined {
  const value = options[flag];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be repeated. */
export function listOption({ options }: Invocation, flag: string): readonly string[] {
  const value = options[flag];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value : [];
}

/** Whether a switch is on. */
export function switchOption({ options }: Invocation, flag: string): boolean {
  return options[flag] === true;
}
