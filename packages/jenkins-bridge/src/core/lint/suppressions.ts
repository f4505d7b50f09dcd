import type { GroovySource } from '../groovy/parse.js';
import type { Positions } from '../groovy/positions.js';
import type { Token } from '../groovy/token.js';
import type { Mark, RuleText } from './rule.js';

/** One `// towline-lint-disable-next-line rule-id reason`. */
export interface Suppression {
  readonly rule: string;
  /** The line that it is about: the next one that is more than a comment. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** The suppressions of a file, and what is wrong with those that suppress nothing. */
export interface Suppressions {
  readonly valid: readonly Suppression[];
  readonly marks: readonly Mark[];
}

/** What is said of a suppression that is wrong. */
export const suppressionRule: RuleText = {
  severity: 'warning',
  why: 'A suppression that names no rule, gives no reason or has nothing to suppress hides the next mistake, not this one.',
  fix: 'Write // towline-lint-disable-next-line, the id of the rule, and the reason; drop it where nothing is found any more.',
  bad: `// towline-lint-disable-next-line no-timeout
node {
  checkout scm
}`,
  good: `// towline-lint-disable-next-line no-timeout the folder's shared settings end every build after an hour
node {
  checkout scm
}`,
};

const form =
  /^(?:\/\/|\/\*)\s*towline-lint-disable-next-line(?:\s+(?<rule>[\w-]+))?(?:\s+(?<reason>[^\s*].*?))?\s*(?:\*\/)?$/s;

/** Reads the suppressions of a file. */
export function readSuppressions(
  { tokens }: GroovySource,
  { positionAt }: Positions,
  isRule: (id: string) => boolean,
): Suppressions {
  const valid: Suppression[] = [];
  const marks: Mark[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'comment' || !token.text.includes('towline-lint-')) continue;
    const { start, end, text } = token;
    const { rule, reason } = form.exec(text)?.groups ?? {};
    const fault = faultOf(rule, reason, isRule);
    const next = tokens.slice(index + 1, index + longestGap).find(isCode);
    if (fault !== undefined) marks.push({ start, end, message: fault });
    else valid.push({ rule: rule ?? '', line: next === undefined ? 0 : positionAt(next.start).line, start, end });
  }
  return { valid, marks };
}

/** Tokens between a suppression and the code that it is about. */
const longestGap = 100;

function isCode({ kind }: Token): boolean {
  return kind !== 'space' && kind !== 'newline' && kind !== 'comment';
}

function faultOf(
  rule: string | undefined,
  reason: string | undefined,
  isRule: (id: string) => boolean,
): string | undefined {
  if (rule === undefined) return 'No rule is named.';
  if (!isRule(rule)) return `There is no rule ${rule}.`;
  return reason === undefined ? 'No reason is given.' : undefined;
}
