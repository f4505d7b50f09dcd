import { createExtractor, type Extractor } from './extract.js';
import type { Finding } from './finding.js';
import { type Glob, matchesGlob, parseGlob } from './glob.js';
import type { Objection } from './refusal.js';
import { compileExpression } from './regular-expression.js';
import type { Policy } from './schema.js';

/** The text that a tag is compared by, or why the tag is left out. Looks at the name alone. */
export type TagFilter = (tag: string) => string | Objection;

type TagRule = (tag: string) => Objection | undefined;

const pass = (): undefined => undefined;

/** Makes the filter of a policy. What it cannot read it tells `report`, and goes on with a rule that lets nothing through too much. */
export function compileTagFilter(policy: Policy, report: (finding: Finding) => void): TagFilter {
  const allowed = compileAllowTags(policy.allowTags, report);
  const ignored = compileIgnoreTags(policy.ignoreTags ?? [], report);
  const extract = compileFilterTags(policy.filterTags, report);
  return (tag) => allowed(tag) ?? ignored(tag) ?? extract(tag);
}

function compileAllowTags(text: string | undefined, report: (finding: Finding) => void): TagRule {
  if (text === undefined || text === '' || text.toLowerCase() === 'any') return pass;
  const [, pattern] = /^regexp:(.*)$/is.exec(text) ?? [];
  const refusal: Objection = { rule: 'not-allowed', reason: `is not allowed: nothing matches ${JSON.stringify(text)}` };
  const nothing: TagRule = () => refusal;
  if (pattern === undefined) {
    report({
      path: 'allowTags',
      problem: `${JSON.stringify(text)} is neither any nor regexp:PATTERN`,
      hint: `Write regexp:${text.trim()}`,
    });
    return nothing;
  }
  const reading = compileExpression(pattern);
  if (reading.kind === 'refused') {
    report({
      path: 'allowTags',
      problem: `is no RE2 expression: ${reading.problem}`,
      position: 'regexp:'.length + reading.position,
    });
    return nothing;
  }
  const objection: Objection = { rule: 'not-allowed', reason: `does not match ${pattern}` };
  return (tag) => (reading.expression.test(tag) ? undefined : objection);
}

function compileIgnoreTags(texts: readonly string[], report: (finding: Finding) => void): TagRule {
  const rules = texts.flatMap((text, index): readonly { glob: Glob; objection: Objection }[] => {
    const glob = parseGlob(text);
    if (glob !== undefined) return [{ glob, objection: { rule: 'ignored', reason: `is ignored by ${text}` } }];
    report({
      path: `ignoreTags[${index}]`,
      problem: `${JSON.stringify(text)} is not a glob pattern`,
      hint: 'Mind the brackets, and a backslash at the end.',
    });
    return [];
  });
  return rules.length === 0 ? pass : (tag) => rules.find(({ glob }) => matchesGlob(glob, tag))?.objection;
}

function compileFilterTags(
  filter: Policy['filterTags'],
  report: (finding: Finding) => void,
): (tag: string) => string | Objection {
  if (filter === undefined) return (tag) => tag;
  const objection: Objection = { rule: 'no-match', reason: `does not match ${filter.pattern}` };
  const reading = compileExpression(filter.pattern);
  if (reading.kind === 'refused') {
    report({
      path: 'filterTags.pattern',
      problem: `is no RE2 expression: ${reading.problem}`,
      position: reading.position,
    });
    return () => objection;
  }
  const { expression } = reading;
  const extract: Extractor = filter.extract
    ? createExtractor(expression, filter.extract)
    : (tag) => (expression.test(tag) ? tag : undefined);
  return (tag) => extract(tag) ?? objection;
}
