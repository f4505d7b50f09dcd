import { CliError, type Invocation, listOption } from '@towline/shared/cli';
import { Secret } from '@towline/shared/secret';
import { checkParameters } from '../../core/build/check-parameters.js';
import type { JobParameter } from '../../core/jenkins/jenkins.js';
import type { Parameter } from '../../core/pipeline/model/settings.js';
import type { Pipeline } from '../../core/pipeline/pipeline.js';

/** The parameters of a run with their values: those that were given, and the defaults of the others. */
export function readParameters(
  { parameters }: Pick<Pipeline, 'parameters'>,
  invocation: Invocation,
): {
  readonly parameters: Readonly<Record<string, string>>;
  /** Values of passwords, so that no log shows them. */
  readonly secretParameters: ReadonlyMap<string, Secret>;
} {
  const given = Object.fromEntries(listOption(invocation, 'parameter').map(readPair));
  const wrong = checkParameters(parameters.map(asJobParameter), given);
  if (wrong.length > 0) throw new CliError('cli-usage', wrong.join('\n'), { hint: 'See parameters in towline.yaml.' });
  const values = parameters.map((each) => [each.name, given[each.name] ?? defaultOf(each)] as const);
  const passwords = parameters.flatMap(({ kind, name }) => (kind === 'password' && given[name] ? [name] : []));
  return {
    parameters: Object.fromEntries(values),
    secretParameters: new Map(passwords.map((name) => [`parameter ${name}`, new Secret(given[name] ?? '')])),
  };
}

function readPair(text: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new CliError('cli-usage', '--parameter is not NAME=VALUE');
  return [name, value];
}

function asJobParameter(parameter: Parameter): JobParameter {
  const choices = parameter.kind === 'choice' ? parameter.choices : [];
  const description = 'description' in parameter ? (parameter.description ?? '') : '';
  return { name: parameter.name, kind: parameter.kind, choices, description };
}

function defaultOf(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'choice':
      return parameter.choices[0] ?? '';
    case 'password':
      return '';
    default:
      return String(parameter.default);
  }
}
