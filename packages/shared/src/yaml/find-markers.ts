import { CST, Lexer, type Scalar } from 'yaml';
import { lineStart, startsLine } from './lines.js';
import { scalarText } from './locate.js';
import { forParser, type ParsedText, parsedSource, rangeOf, type YamlSource } from './parse-text.js';
import { positionAt } from './position.js';
import { type ScalarPlace, saysSomething, visitScalars } from './scalar-nodes.js';
import { isBlock } from './scalar-style.js';
import type { YamlPosition } from './yaml-error.js';
import type { ConcretePath } from './yaml-path.js';

/** A comment that says something of the scalar it stands by. */
export interface YamlMarker<Data> extends YamlPosition {
  /** What the comment was understood as. */
  readonly data: Data;
  /** The scalar's text. */
  readonly value: string;
  /** The scalar's offset, for an edit `{ kind: 'set', at }`. */
  readonly at: number;
  /** Index of the document. */
  readonly document: number;
  readonly path: ConcretePath;
}

/**
 * The scalars that carry a comment which `parse` understands. It is given the comment without its leading `#`s and blanks around it.
 * A comment belongs to the scalar that ends before it on its line; one on a line of its own belongs to the list item, or to the value below
 * its key, that follows at once. Comments on keys, maps, lists, aliases and absent values belong to no scalar.
 */
export function findMarkers<Data>(
  source: YamlSource,
  parse: (comment: string) => Data | undefined,
): readonly YamlMarker<Data>[] {
  const text = typeof source === 'string' ? source : source.text;
  const understood = commentsOf(text).flatMap((comment) => {
    const data = parse(comment.text.replace(/^#+/, '').trim());
    return data === undefined ? [] : [{ ...comment, data }];
  });
  if (understood.length === 0) return [];
  const parsed = parsedSource(source);
  const scalars = scalarsOf(parsed);
  return understood.flatMap(({ data, ...comment }) => {
    const found = scalarBefore(parsed.text, scalars, comment) ?? scalarAfter(parsed.text, scalars, comment);
    if (found === undefined) return [];
    const { chosen, path, node } = found.place();
    const [at] = rangeOf(node);
    return [{ data, value: scalarText(node) ?? '', at, document: chosen.index, path, ...positionAt(text, at) }];
  });
}

interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Candidate {
  readonly node: Scalar;
  readonly place: () => ScalarPlace;
}

/** Comments by the lexer's word: a `#` inside a scalar starts none. */
function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let previous = '';
  for (const source of new Lexer().lex(forParser(text))) {
    if (source.startsWith('#') && previous !== CST.SCALAR) {
      comments.push({ start: offset, end: offset + source.length, text: source });
    }
    if (source !== CST.SCALAR && source !== CST.DOCUMENT && source !== CST.FLOW_END) offset += source.length;
    previous = source;
  }
  return comments;
}

function scalarsOf(parsed: ParsedText): readonly Candidate[] {
  const scalars: Candidate[] = [];
  visitScalars(parsed, (node, place) => {
    if (saysSomething(node)) scalars.push({ node, place });
  });
  return scalars;
}

function scalarBefore(text: string, scalars: readonly Candidate[], comment: Comment): Candidate | undefined {
  const candidate = lastBefore(scalars, comment.start);
  if (candidate === undefined) return undefined;
  const [start, end] = rangeOf(candidate.node);
  if (isBlock(candidate.node)) return /[\r\n]/.test(text.slice(start, comment.start)) ? undefined : candidate;
  return /^[ \t]*,?[ \t]*$/.test(text.slice(end, comment.start)) ? candidate : undefined;
}

function scalarAfter(text: string, scalars: readonly Candidate[], comment: Comment): Candidate | undefined {
  if (!startsLine(text, comment.start) || /^[ \t]*#/.test(lineAbove(text, comment.start))) return undefined;
  const before = lastBefore(scalars, comment.start);
  const next = scalars[before === undefined ? 0 : scalars.indexOf(before) + 1];
  if (next === undefined) return undefined;
  return /^\s*(?:-[ \t]+)?$/.test(text.slice(comment.end, rangeOf(next.node)[0])) ? next : undefined;
}

function lineAbove(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return start === 0 ? '' : text.slice(lineStart(text, start - 1), start);
}

/** The last scalar that starts before an offset. They are in the order of the text. */
function lastBefore(scalars: readonly Candidate[], offset: number): Candidate | undefined {
  return scalars.findLast(({ node }) => rangeOf(node)[0] < offset);
}
