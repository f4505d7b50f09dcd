import type { BuildInput, InputParameter } from '../../core/jenkins/jenkins.js';
import { printable } from './build-text.js';

/** What a question asks for, a line for each. */
export function inputLines({ parameters }: Pick<BuildInput, 'parameters'>): readonly string[] {
  return parameters.map((parameter) => {
    const { description } = parameter;
    return `${parameterText(parameter)}${description === '' ? '' : `: ${printable(description)}`}`;
  });
}

/** A parameter, with what it may be and what it is where nothing is said. */
export function parameterText({ name, kind, choices, fallback }: InputParameter): string {
  const may =
    kind === 'choice'
      ? `one of ${choices.join(', ')}`
      : kind === 'boolean'
        ? 'true or false'
        : kind === 'password'
          ? 'a password'
          : '';
  const otherwise = fallback === undefined || fallback === '' ? '' : `[${fallback}]`;
  return printable([name, may && `(${may})`, otherwise].filter((part) => part !== '').join(' '));
}
