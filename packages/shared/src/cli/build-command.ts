import { Argument, type Command, Option } from 'commander';
import type { ArgumentSpec, CommandSpec, OptionSpec, OptionValue } from './command.js';
import type { Terminal } from './terminal.js';

/** The options that every command has. */
export const commonOptions: readonly OptionSpec[] = [
  {
    flag: 'output',
    short: 'o',
    value: 'format',
    choices: ['text', 'json'],
    meaning: 'text for people, json for programs (default: text)',
  },
  { flag: 'timeout', value: 'duration', meaning: 'give up after this time, such as 90s or 5m, with exit code 4' },
];

/** What a parsed command line says. */
export interface ParsedLine {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
}

/** A command that knows its arguments and options and hands what it parsed to `act`. */
export function buildCommand(command: Command, spec: CommandSpec, act: (line: ParsedLine) => Promise<void>): Command {
  const options = [...spec.options, ...commonOptions].map((one) => ({ flag: one.flag, option: toOption(one) }));
  command.description(spec.description).helpOption('-h, --help', 'show this help');
  for (const argument of spec.arguments ?? []) command.addArgument(toArgument(argument));
  for (const { flag, option } of options) {
    command.addOption(option);
    if (option.isBoolean()) command.addOption(new Option(`--no-${flag}`).hideHelp());
  }
  command.addHelpText('after', `\n${examplesText(spec)}`);
  command.action(() => {
    const values: Record<string, OptionValue | undefined> = command.opts();
    const given = options.map(({ flag, option }) => [flag, values[option.attributeName()]] as const);
    return act({ args: command.args, options: Object.fromEntries(given.filter(([, value]) => value !== undefined)) });
  });
  return command;
}

/** Writes what commander has to say to the terminal, and makes it throw instead of ending the process. */
export function attach(command: Command, { stdout, stderr }: Terminal): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    getOutHasColors: () => stdout.colors,
    getErrHasColors: () => stderr.colors,
    getOutHelpWidth: () => stdout.columns ?? 100,
    getErrHelpWidth: () => stderr.columns ?? 100,
    // The frame tells every failure in one form.
    outputError: () => undefined,
  });
}

/**
 * The arguments with `--switch=true` and `--switch=false`, as programs in Go take them, spelled as `--switch` and `--no-switch`. What
 * follows `--` is left as it is.
 */
export function spellSwitches(args: readonly string[], options: readonly OptionSpec[]): readonly string[] {
  const switches = new Set(options.filter(({ value }) => value === undefined).map(({ flag }) => flag));
  const end = args.indexOf('--');
  return args.map((arg, index) => {
    const [, flag = '', value] = /^--([\w-]+)=(true|false)$/.exec(arg) ?? [];
    if (!switches.has(flag) || (end >= 0 && index > end)) return arg;
    return value === 'true' ? `--${flag}` : `--no-${flag}`;
  });
}

function toOption({ flag, short, value, meaning, choices, repeatable }: OptionSpec): Option {
  const names = short === undefined ? `--${flag}` : `-${short}, --${flag}`;
  const option = new Option(value === undefined ? names : `${names} <${value}>`, meaning);
  // Commander would take --no-cache for the opposite of --cache, and be true where it is not given.
  option.negate = false;
  if (choices !== undefined) option.choices(choices);
  if (repeatable === true) {
    option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
  }
  return option;
}

function toArgument({ name, meaning, required, variadic, choices }: ArgumentSpec): Argument {
  const inner = variadic === true ? `${name}...` : name;
  const argument = new Argument(required === true ? `<${inner}>` : `[${inner}]`, meaning);
  return choices === undefined ? argument : argument.choices(choices);
}

function examplesText({ examples }: CommandSpec): string {
  const lines = examples.map(([line, does]) => `  $ ${line}\n      ${does}`);
  return `Examples:\n${lines.join('\n')}`;
}
