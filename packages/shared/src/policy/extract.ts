import type { Expression } from './regular-expression.js';

/** Text, or the number of the group whose text stands there. */
type Piece = string | number;

/** Makes the text that a tag is compared by; undefined where the tag does not match. */
export type Extractor = (tag: string) => string | undefined;

const reference = /^(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/u;
/** As re2js counts its anchors. */
const unanchored = 0;
const groupNumber = /^(?:0|[1-9]\d{0,8})$/;

/**
 * An extractor for a template in the syntax of Go's `Regexp.Expand`: `$1`, `$name`, `${name}`, `$$`. A name is as long as it can be (`$1x`
 * is the group called `1x`), a group that is missing or did not take part is empty, a `$` before anything else is itself.
 */
export function createExtractor(expression: Expression, template: string): Extractor {
  const pieces = parseTemplate(expression, template);
  const groups = 1 + Math.max(0, ...pieces.filter((piece) => typeof piece === 'number'));
  return (tag) => {
    const match = findMatch(expression, tag, groups);
    if (match === undefined) return undefined;
    let text = '';
    for (const piece of pieces) text += typeof piece === 'string' ? piece : match(piece);
    return text;
  };
}

function parseTemplate(expression: Expression, template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = template;
  for (let dollar = rest.indexOf('$'); dollar !== -1; dollar = rest.indexOf('$')) {
    pieces.push(rest.slice(0, dollar));
    rest = rest.slice(dollar + 1);
    const [whole = '', bare, braced] = reference.exec(rest) ?? [];
    const name = bare ?? braced;
    pieces.push(name === undefined ? '$' : groupOf(expression, name));
    rest = rest.slice(whole.length);
  }
  return [...pieces, rest];
}

function groupOf(expression: Expression, name: string): Piece {
  const number = groupNumber.test(name) ? Number(name) : expression.namedGroups()[name];
  return number === undefined || number > expression.groupCount() ? '' : number;
}

/**
 * The texts of the first groups of the first match, empty for one that took no part; undefined where nothing matches. (A `Matcher` goes
 * through the tag twice: the second time for the groups.)
 */
function findMatch(expression: Expression, tag: string, groups: number): ((group: number) => string) | undefined {
  const ends: readonly number[] | null = expression.re2().matchWithGroup(tag, 0, tag.length, unanchored, groups)[1];
  if (ends === null) return undefined;
  return (group) => {
    const start = ends[2 * group] ?? -1;
    return start < 0 ? '' : tag.slice(start, ends[2 * group + 1]);
  };
}
