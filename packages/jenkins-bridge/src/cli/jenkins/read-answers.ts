import { CliError, type Invocation, listOption, type OptionSpec } from '@towline/shared/cli';
import type { BuildInput } from '../../core/jenkins/jenkins.js';

/** What was said beforehand to a question: no, or yes with values that are not checked yet. */
export type GivenAnswer =
  | { readonly kind: 'proceed'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'abort' };

/** Finds what was said beforehand to a question; undefined where nothing was. */
export type GivenAnswers = (input: Pick<BuildInput, 'id'>) => GivenAnswer | undefined;

/** The options by which questions are answered beforehand. */
export const answerOptions: readonly OptionSpec[] = [
  {
    flag: 'answer',
    value: 'ID=ANSWER',
    meaning: 'proceed or abort, for the question with this id (* for all)',
    repeatable: true,
  },
  {
    flag: 'answer-value',
    value: 'ID:NAME=VALUE',
    meaning: 'proceed with this value of a parameter that the question asks for',
    repeatable: true,
  },
];

/** The answers that the options of {@link answerOptions} give. */
export function readAnswers(invocation: Invocation): GivenAnswers {
  const answers = new Map(listOption(invocation, 'answer').map(readAnswer));
  const values = listOption(invocation, 'answer-value').map(readValue);
  return ({ id }) => {
    const own = values.filter((value) => value.id === id || value.id === '*');
    const said = answers.get(id) ?? (own.some((value) => value.id === id) ? 'proceed' : answers.get('*'));
    if (said === undefined && own.length === 0) return undefined;
    if (said === 'abort') return { kind: 'abort' };
    // What is said of this question comes behind what is said of all.
    const sorted = own.toSorted((one, other) => Number(one.id === id) - Number(other.id === id));
    return { kind: 'proceed', values: Object.fromEntries(sorted.map(({ name, value }) => [name, value])) };
  };
}

function readAnswer(text: string): readonly [string, 'proceed' | 'abort'] {
  const [, id, word] = /^(.+)=(proceed|abort)$/.exec(text) ?? [];
  if (id === undefined) throw new CliError('cli-usage', `${text} is not ID=proceed or ID=abort`);
  return [id, word === 'abort' ? 'abort' : 'proceed'];
}

function readValue(text: string) {
  const [, id, name, value] = /^([^:=]+):([^=]+)=([\s\S]*)$/.exec(text) ?? [];
  if (id !== undefined && name !== undefined && value !== undefined) return { id, name, value };
  // A value may be a password.
  throw new CliError('cli-usage', '--answer-value is not ID:NAME=VALUE', {
    hint: '*:NAME=VALUE is for every question.',
  });
}
