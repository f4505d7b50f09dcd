import { closestWord } from '@towline/shared/text';
import type { z } from 'zod';
import type { JsonSchema } from './json-schema.js';
import { readRefusal } from './model/refusal.js';
import { errorAt, type PipelineFinding, type PipelinePath } from './pipeline-finding.js';
import { knownKeys, stepInto } from './schema-outline.js';

/** What is known where the schema finds fault. */
export interface IssueContext {
  /** The pipeline as it was written. */
  readonly input: unknown;
  /** Of the whole pipeline. */
  readonly jsonSchema: JsonSchema;
}

type Issue = z.core.$ZodIssue;

/** What the schema refused, as findings. */
export function explainIssue(issue: Issue, context: IssueContext): readonly PipelineFinding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => explainUnknownKey([...path, key], context));
    case 'invalid_union':
      return explainUnion(issue, path, context);
    case 'invalid_key':
      return issue.issues.map(({ message }) => errorAt(path, 'value-invalid', `The key ${message}`));
    case 'invalid_type':
      return [explainType(issue.expected, path, context)];
    case 'invalid_value':
      return [explainChoice(issue.values.map(String), path, context)];
    case 'too_small':
      return [
        errorAt(path, 'value-invalid', issue.message.startsWith('Too small') ? tooSmall(issue) : `It ${issue.message}`),
      ];
    case 'too_big':
      return [
        errorAt(
          path,
          'value-invalid',
          issue.message.startsWith('Too big') ? `It is more than ${issue.maximum}` : `It ${issue.message}`,
        ),
      ];
    case 'custom':
      return [explainRefusal(issue, path)];
    default:
      return [errorAt(path, 'value-invalid', `It ${issue.message}`)];
  }
}

function tooSmall({ minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  return inclusive === false ? `It is not more than ${minimum}` : `It is less than ${minimum}`;
}

function explainUnknownKey(path: PipelinePath, { input, jsonSchema }: IssueContext): PipelineFinding {
  const known = [...knownKeys(jsonSchema, input, path.slice(0, -1)).keys()];
  const suggestion = closestWord(String(path.at(-1)), known);
  const expected = suggestion === undefined ? `one of ${known.join(', ')}` : undefined;
  return { ...errorAt(path, 'key-unknown', 'Nothing reads this key'), expected, suggestion };
}

function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: PipelinePath,
  context: IssueContext,
): readonly PipelineFinding[] {
  if (issue.errors.length === 0) {
    const kinds = knownKinds(issue);
    const found = valueAt(context.input, path);
    if (found === undefined) return [missing(path, `one of ${kinds.join(', ')}`)];
    return [{ ...explainChoice(kinds, path, context), code: 'kind-unknown' }];
  }
  // Alternatives without a discriminator are a text or an object: the one of the value's own type is what was meant.
  const own = issue.errors.find(
    ([first]) => first !== undefined && (first.path.length > 0 || first.code !== 'invalid_type'),
  );
  if (own !== undefined) {
    return own.flatMap((each) => explainIssue({ ...each, path: [...issue.path, ...each.path] }, context));
  }
  return [explainType('string', path, context)];
}

/** The kinds that a discriminated union has; the absent one that it may have too is not a name. */
function knownKinds(issue: z.core.$ZodIssueInvalidUnion): readonly string[] {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.filter((each) => typeof each === 'string');
}

/** What the schema refused by a rule of its own, which may say more than a message. */
function explainRefusal(issue: z.core.$ZodIssueCustom, path: PipelinePath): PipelineFinding {
  const refusal = readRefusal(issue.params);
  if (refusal === undefined) return errorAt(path, 'value-invalid', `It ${issue.message}`);
  return { ...errorAt(path, refusal.code, issue.message), suggestion: refusal.suggestion };
}

function explainChoice(choices: readonly string[], path: PipelinePath, { input }: IssueContext): PipelineFinding {
  const found = valueAt(input, path);
  if (found === undefined) return missing(path, `one of ${choices.join(', ')}`);
  const suggestion = typeof found === 'string' ? closestWord(found, choices) : undefined;
  const message = `There is no ${typeof found === 'string' ? found : printed(found)} here`;
  return { ...errorAt(path, 'value-invalid', message), expected: `one of ${choices.join(', ')}`, suggestion };
}

function explainType(expected: string, path: PipelinePath, { input, jsonSchema }: IssueContext): PipelineFinding {
  const found = valueAt(input, path);
  if (found === undefined) {
    const meaning = knownKeys(jsonSchema, input, path.slice(0, -1)).get(String(path.at(-1))) ?? '';
    return missing(path, [typeNames[expected] ?? expected, ...firstSentence(meaning)].join(': '));
  }
  const finding = errorAt(path, 'value-type', `It is ${nameOfType(found)}`);
  const isScalar = typeof found === 'number' || typeof found === 'boolean';
  if (expected === 'string' && isScalar) return { ...finding, expected: `a text: write it in quotes` };
  return { ...finding, expected: typeNames[expected] ?? expected };
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
};

function nameOfType(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys with values';
  return typeof value === 'string'
    ? 'a text'
    : `the ${typeof value === 'boolean' ? 'value' : 'number'} ${String(value)}`;
}

function printed(value: unknown): string {
  return nameOfType(value).replace(/^the /, '');
}

/** The first sentence of a description, to go on with after a colon. */
function firstSentence(text: string): readonly string[] {
  const [sentence = ''] = text.split(/\.(?:\s|$)/, 1);
  return sentence === '' ? [] : [`${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`];
}

function missing(path: PipelinePath, expected: string): PipelineFinding {
  return { ...errorAt(path, 'key-missing', 'It is not there'), expected };
}

function valueAt(value: unknown, path: PipelinePath): unknown {
  return path.reduce<unknown>(stepInto, value);
}
