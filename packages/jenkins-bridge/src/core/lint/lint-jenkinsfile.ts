import { type Position, type Positions, positionsOf } from '../groovy/positions.js';
import { readFacts } from './facts/facts.js';
import { lintRules } from './lint-rules.js';
import type { Mark, RuleText, Severity } from './rule.js';
import { readSuppressions, type Suppression, suppressionRule } from './suppressions.js';

/** One thing that is wrong with a Jenkinsfile, and what to do about it. */
export interface LintFinding extends Position {
  readonly rule: string;
  readonly severity: Severity;
  /** How many characters of the line are meant; at least one. */
  readonly length: number;
  /** The line as it is written, secrets crossed out. */
  readonly excerpt: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What goes wrong if it stays. */
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
}

/** Every rule, with that for suppressions, by its id: the reference page is made of these. */
export const jenkinsfileRules: Readonly<Record<string, RuleText>> = Object.freeze({
  ...lintRules,
  suppression: suppressionRule,
});

/**
 * What is wrong with a Jenkinsfile, in the order of its lines; nothing where it follows every rule. It is read and never executed. A step that
 * no plugin of the usual ones brings is one of a shared library, and taken to be right. A suppression whose rule finds nothing in its line is a
 * finding.
 */
export function lintJenkinsfile(text: string): readonly LintFinding[] {
  const facts = readFacts(text);
  const marks = Object.entries(lintRules).flatMap(([rule, { find, ...about }]) =>
    find(facts).map((mark) => ({ rule, about, mark })),
  );
  const positions = positionsOf(withoutSecrets(text, marks));
  const { valid, marks: wrong } = readSuppressions(facts.source, positions, (id) => Object.hasOwn(lintRules, id));
  const used = new Set<Suppression>();
  const left = marks.filter(({ rule, mark }) => {
    const { line } = positions.positionAt(mark.start);
    const suppression = valid.find((each) => each.rule === rule && each.line === line);
    if (suppression !== undefined) used.add(suppression);
    return suppression === undefined;
  });
  const unused = valid.filter((each) => !used.has(each)).map(unusedMark);
  const own = [...wrong, ...unused].map((mark) => ({ rule: 'suppression', about: suppressionRule, mark }));
  return [...left, ...own].map((each) => toFinding(each, positions)).sort(byPlace);
}

interface Found {
  readonly rule: string;
  readonly about: RuleText;
  readonly mark: Mark;
}

/** The text with every secret that was found in it crossed out, since findings show lines of it. */
function withoutSecrets(text: string, found: readonly Found[]): string {
  const secrets = found.flatMap(({ mark }) => (mark.isSecret === true ? [mark] : [])).sort((a, b) => a.start - b.start);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of secrets) {
    pieces.push(text.slice(at, Math.max(at, start)), text.slice(Math.max(at, start), end).replace(/[^\r\n]/g, '*'));
    at = Math.max(at, end);
  }
  return pieces.join('') + text.slice(at);
}

function unusedMark({ rule, start, end }: Suppression): Mark {
  return { start, end, message: `Nothing breaks ${rule} here.` };
}

function toFinding({ rule, about: { severity, why, fix }, mark }: Found, positions: Positions): LintFinding {
  const { line, column } = positions.positionAt(mark.start);
  const excerpt = positions.lineText(line);
  const length = Math.max(1, Math.min(mark.end - mark.start, excerpt.length - column + 1));
  return { rule, severity, line, column, length, excerpt, message: mark.message, why, fix: mark.fix ?? fix };
}

function byPlace(a: LintFinding, b: LintFinding): number {
  return a.line - b.line || a.column - b.column || Number(a.rule > b.rule) - Number(a.rule < b.rule);
}
