import { CliError, type Invocation, listOption, type OptionSpec } from '@towline/shared/cli';

/** The option that gives parameters. */
export function parametersOption(meaning: string): OptionSpec {
  return { flag: 'parameter', short: 'p', value: 'NAME=VALUE', meaning, repeatable: true };
}

/** The values that the option of {@link parametersOption} gives; not checked yet. */
export function readParameters(invocation: Invocation): Readonly<Record<string, string>> {
  return Object.fromEntries(listOption(invocation, 'parameter').map(readParameter));
}

function readParameter(text: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new CliError('cli-usage', `${text} is not NAME=VALUE`);
  return [name, value];
}
