import { compareVersions, parseVersion, type Version } from './version.js';

/** What a constraint says of a version. A pre-release is only looked at where the constraint itself names one. */
export type ConstraintVerdict = 'inside' | 'outside' | 'pre-release';

/** A parsed version constraint. */
export interface Constraint {
  check(version: Version): ConstraintVerdict;
}

/** A constraint, or the part of the text that is none. */
export type ConstraintReading =
  | { readonly kind: 'constraint'; readonly constraint: Constraint }
  | { readonly kind: 'refused'; readonly part: string; readonly position: number };

/** How many of the numbers were written: `~1` knows the major one only. Zero is a wildcard, `*`. */
type Known = 0 | 1 | 2 | 3;

interface Term {
  readonly operator: Operator;
  readonly bound: Version;
  readonly known: Known;
}

interface Group {
  readonly terms: readonly Term[];
  readonly withPreReleases: boolean;
}

type Operator = '=' | '!=' | '>' | '<' | '>=' | '<=' | '~' | '^';

const spellings: ReadonlyMap<string, Operator> = new Map([
  ['', '='],
  ['=', '='],
  ['!=', '!='],
  ['>', '>'],
  ['<', '<'],
  ['>=', '>='],
  ['=>', '>='],
  ['<=', '<='],
  ['=<', '<='],
  ['~', '~'],
  ['~>', '~'],
  ['^', '^'],
]);

const space = '[ \\t\\n\\f\\r]';
const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const numbers = 'v?[0-9xX*|]+(?:\\.[0-9xX*|]+)?(?:\\.[0-9xX*|]+)?';
const bound = `${numbers}(?:-${identifiers})?(?:\\+${identifiers})?`;
const range = new RegExp(`(${bound})${space}+-${space}+(${bound})`, 'g');
/** One term with the separator before it: white space, or a comma with white space around it. */
const nextTerm = new RegExp(`(${space}*)(?:(,)${space}*)?(?:(!=|>=|=>|<=|=<|~>|[=<>~^])${space}*)?(${bound})`, 'y');
const boundParts = new RegExp(`^v?([^.+-]+)(?:\\.([^.+-]+))?(?:\\.([^.+-]+))?(-${identifiers})?(?:\\+.*)?$`);
const wildcard = /^[xX*]$/;
/** Far above what a person writes; the text may come from an annotation, and a search for ranges is quadratic in it. */
const longest = 1_000;

/**
 * Reads a constraint in the dialect of Masterminds/semver v3, which argocd-image-updater, Flux and Helm speak: terms with
 * `= != < <= > >= ~ ^` joined by comma or space, groups of them joined by `||`, `a - b` for a range, `x`, `X` and `*` as wildcards.
 */
export function parseConstraint(text: string): ConstraintReading {
  if (text.length > longest) return { kind: 'refused', part: `${text.slice(0, 40)}…`, position: longest };
  const groups: Group[] = [];
  let position = 0;
  for (const part of text.split('||')) {
    const group = readGroup(part);
    if (group === undefined) return refused(part, position);
    groups.push(group);
    position += part.length + 2;
  }
  return { kind: 'constraint', constraint: { check: (version) => checkGroups(groups, version) } };
}

function refused(part: string, start: number): ConstraintReading {
  return { kind: 'refused', part: part.trim(), position: start + part.length - part.trimStart().length };
}

function readGroup(part: string): Group | undefined {
  const text = part.replace(range, '>= $1, <= $2 ');
  const terms: Term[] = [];
  nextTerm.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== '' || terms.length === 0; end = nextTerm.lastIndex) {
    const match = nextTerm.exec(text);
    if (match === null || isMisjoined(match, terms.length === 0)) return undefined;
    const term = readTerm(match[3] ?? '', match[4] ?? '');
    if (term === undefined) return undefined;
    terms.push(term);
  }
  return { terms, withPreReleases: terms.some((term) => term.bound.preRelease !== '') };
}

/** The first term has no comma before it; every other one has a comma or white space. */
function isMisjoined([, gap, comma]: RegExpExecArray, first: boolean): boolean {
  return first ? comma !== undefined : comma === undefined && gap === '';
}

function readTerm(operatorText: string, boundText: string): Term | undefined {
  const operator = spellings.get(operatorText);
  const parts = boundParts.exec(boundText);
  if (operator === undefined || parts === null) return undefined;
  const [, major, minor, patch, preRelease = ''] = parts;
  const known = knownParts([major, minor, patch]);
  const written = [major, minor, patch].slice(0, known);
  const version = parseVersion(`${[...written, '0', '0', '0'].slice(0, 3).join('.')}${preRelease}`);
  return version === undefined ? undefined : { operator, bound: version, known };
}

function knownParts(parts: readonly (string | undefined)[]): Known {
  const [major, minor, patch] = parts.map((part) => part !== undefined && !wildcard.test(part));
  if (!major) return 0;
  if (!minor) return 1;
  return patch ? 3 : 2;
}

function checkGroups(groups: readonly Group[], version: Version): ConstraintVerdict {
  const isRelease = version.preRelease === '';
  let looked = false;
  for (const { terms, withPreReleases } of groups) {
    if (!isRelease && !withPreReleases) continue;
    looked = true;
    if (terms.every((term) => satisfies(version, term))) return 'inside';
  }
  return looked ? 'outside' : 'pre-release';
}

function satisfies(version: Version, term: Term): boolean {
  const { operator, bound: limit, known } = term;
  switch (operator) {
    case '=':
      return known === 3 ? compareVersions(version, limit) === 0 : isTilde(version, term);
    case '!=':
      return isUnequal(version, term);
    case '>':
      return isGreater(version, term);
    case '<':
      return compareVersions(version, limit) < 0;
    case '>=':
      return compareVersions(version, limit) >= 0;
    case '<=':
      return isAtMost(version, term);
    case '~':
      return isTilde(version, term);
    case '^':
      return isCaret(version, term);
  }
}

/** `!=1.2` refuses every 1.2; with a pre-release, only releases of it that compare equal. `!=*` refuses 0.0.0 only, as in the library. */
function isUnequal(version: Version, { bound: limit, known }: Term): boolean {
  if (known === 0 || known === 3) return compareVersions(version, limit) !== 0;
  if (version.major !== limit.major) return true;
  if (known === 1) return false;
  return version.minor !== limit.minor || version.preRelease !== limit.preRelease;
}

/** `>1` begins at 2.0.0, `>1.2` at 1.3.0. */
function isGreater(version: Version, { bound: limit, known }: Term): boolean {
  if (known === 0 || known === 3) return compareVersions(version, limit) > 0;
  if (version.major !== limit.major) return version.major > limit.major;
  return known === 2 && version.minor > limit.minor;
}

/** `<=1` ends before 2.0.0, `<=1.2` before 1.3.0. */
function isAtMost(version: Version, { bound: limit, known }: Term): boolean {
  if (known === 3) return compareVersions(version, limit) <= 0;
  if (version.major !== limit.major) return version.major < limit.major;
  return known === 1 || version.minor <= limit.minor;
}

/** `~1.2.3` and `~1.2` end before 1.3.0, `~1` before 2.0.0; `~0.0.0` and `~*` have no end. */
function isTilde(version: Version, { bound: limit, known }: Term): boolean {
  if (compareVersions(version, limit) < 0) return false;
  const isZero = limit.major === 0 && limit.minor === 0 && limit.patch === 0;
  if (isZero && (known === 0 || known === 3)) return true;
  return version.major === limit.major && (known === 1 || version.minor === limit.minor);
}

/** `^1.2.3` ends before 2.0.0, `^0.2.3` before 0.3.0, `^0.0.3` before 0.0.4; `^*` has no end below 1. */
function isCaret(version: Version, { bound: limit, known }: Term): boolean {
  if (compareVersions(version, limit) < 0) return false;
  if (version.major !== limit.major) return false;
  if (limit.major > 0 || known === 1) return true;
  if (version.minor !== limit.minor) return false;
  return limit.minor > 0 || known === 2 || version.patch === limit.patch;
}
