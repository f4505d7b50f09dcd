import type { z } from 'zod';
import { closestWord } from '../text/index.js';
import type { ConfigFinding } from './config-finding.js';
import { type JsonSchema, keysAt, type Setting } from './settings.js';

/** What is known when the schema finds fault. */
export interface IssueContext {
  readonly settings: readonly Setting[];
  readonly schema: JsonSchema;
  readonly sourceOf: (path: readonly PropertyKey[]) => string;
}

/** What the schema found, as findings: one for each unknown key, one for anything else. */
export function explainIssue(issue: z.core.$ZodIssue, { settings, schema, sourceOf }: IssueContext): ConfigFinding[] {
  if (issue.code !== 'unrecognized_keys') {
    const setting = settings.find(({ path }) => startsWith(issue.path, path));
    return [{ source: sourceOf(issue.path), setting: printed(issue.path), message: explain(issue, setting) }];
  }
  const siblings = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    return {
      source: sourceOf(path),
      setting: printed(path),
      message: withSuggestion('There is no such setting', key, siblings),
    };
  });
}

function explain(issue: z.core.$ZodIssue, setting: Setting | undefined): string {
  const absent = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (!absent) return issue.message;
  const ways = [
    setting?.variable === undefined ? [] : [`set ${setting.variable}`],
    setting?.flag === undefined ? [] : [`pass --${setting.flag}`],
  ];
  return `It is not set: ${['write it in the file', ...ways.flat()].join(', or ')}`;
}

/** A sentence about an unknown word, and the known one that it may have been meant to be. */
export function withSuggestion(sentence: string, word: string, known: readonly string[]): string {
  const meant = closestWord(word, known);
  return meant === undefined ? sentence : `${sentence}; did you mean ${meant}?`;
}

/** Whether a path leads through another. */
export function startsWith(path: readonly PropertyKey[], beginning: readonly PropertyKey[]): boolean {
  return beginning.every((key, index) => path[index] === key);
}

function printed(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
