import type { JobParameter, ValidationFinding } from '../core/jenkins/jenkins.js';

const kinds: Readonly<Record<string, JobParameter['kind']>> = {
  StringParameterDefinition: 'string',
  TextParameterDefinition: 'text',
  BooleanParameterDefinition: 'boolean',
  ChoiceParameterDefinition: 'choice',
  PasswordParameterDefinition: 'password',
};

/** The kind of a parameter by the name of its class; those of plugins are `other`, and take whatever is given. */
export function parameterKind(type: string): JobParameter['kind'] {
  return kinds[type.split('.').at(-1) ?? ''] ?? 'other';
}

/** A message of the validator, and the place that it ends with. */
export function placed(message: string): ValidationFinding {
  const [, line, column] = /@ line (\d+), column (\d+)/.exec(message) ?? [];
  return {
    message: message.trim(),
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
  };
}
