import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

/** One call of a command. */
export interface Invocation {
  readonly args: readonly string[];
  /** By attribute name; those that were not given are absent. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly terminal: Terminal;
}

/** What a command's file exports. It is loaded when the command is used. */
export interface CommandModule {
  /** Gives the command its description, arguments, options and examples. */
  describe(command: Command): void;
  /** Resolves with the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** A command, before it is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}
