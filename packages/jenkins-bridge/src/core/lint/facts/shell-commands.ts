import type { Call } from './call.js';
import type { ShellCommand, ShellScript } from './shell.js';

/** A command of a script, and the step that runs it. */
export interface PlacedCommand {
  readonly command: ShellCommand;
  readonly call: Call;
  readonly start: number;
  readonly end: number;
}

/** Every command of every script, in the order of the file. */
export function shellCommands(scripts: Iterable<ShellScript>): readonly PlacedCommand[] {
  return [...scripts].flatMap(({ call, commands }) =>
    commands.map((command) => ({ command, call, start: command.start, end: command.start + command.text.length })),
  );
}
