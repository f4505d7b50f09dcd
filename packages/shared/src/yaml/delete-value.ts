import { type CST, isMap, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { contentEnd } from './content-end.js';
import { lineEnd, lineStart, nextLine, startsLine } from './lines.js';
import { keyOf, nodeOf, type Search } from './locate.js';
import { rangeOf } from './parse-text.js';
import type { Splice } from './splice.js';

/** An entry or item to take out. */
export interface Removal {
  readonly parent: Node;
  readonly key: string | number;
  /** The collection around `parent`, for a parent that is left empty. */
  readonly grandparent: Node | undefined;
}

interface Member {
  /** From its key, or its dash. */
  readonly start: number;
  /** Of its content. */
  readonly end: number;
}

/**
 * The splice that takes a member out of its collection: whole lines where it has lines of its own. Comments above it stay,
 * since nobody can say whose they are. A collection that is left empty is written `{}` or `[]`, for without that it would be null.
 */
export function deleteValue(search: Search, removal: Removal): Splice {
  const { parent, key } = removal;
  if (!isMap(parent) && !isSeq(parent))
    throw search.refuse(parent, 'yaml-not-a-collection', 'Nothing can be deleted here');
  const members = membersOf(search, parent);
  const index = isMap(parent) ? parent.items.findIndex((pair) => keyOf(pair) === key) : Number(key);
  const member = members[index];
  if (member === undefined) throw search.refuse(parent, 'yaml-path-not-found', `There is no ${key} here`);
  const previous = members[index - 1];
  const next = members[index + 1];
  if (members.length === 1) return emptied(search, parent, removal.grandparent);
  if (parent.flow === true) {
    if (next !== undefined) return withoutComments(search, member, { start: member.start, end: next.start });
    return withoutComments(search, member, { start: previous?.end ?? member.start, end: member.end });
  }
  return linesOf(search, member, next);
}

function membersOf(search: Search, parent: YAMLMap | YAMLSeq): readonly Member[] {
  const { text } = search.parsed;
  if (isMap(parent)) return parent.items.map((pair) => entryOf(search, parent, pair));
  const tokens = collectionItems(parent);
  return parent.items.map((item, index) => {
    const node = nodeOf(item);
    if (node === undefined)
      throw search.refuse(parent, 'yaml-not-editable', 'The list has a key without a value in it');
    const dash = tokens[index]?.start.find((token) => token.type === 'seq-item-ind')?.offset;
    return { start: dash ?? rangeOf(node)[0], end: contentEnd(node, text) };
  });
}

function entryOf(search: Search, parent: YAMLMap, pair: Pair): Member {
  const key = nodeOf(pair.key);
  const last = nodeOf(pair.value) ?? key;
  if (key === undefined || last === undefined)
    throw search.refuse(parent, 'yaml-not-editable', 'The map has an entry without a key');
  return { start: rangeOf(key)[0], end: contentEnd(last, search.parsed.text) };
}

function collectionItems(list: YAMLSeq): readonly CST.CollectionItem[] {
  const token = list.srcToken;
  return token !== undefined && 'items' in token ? token.items : [];
}

function linesOf(search: Search, member: Member, next: Member | undefined): Splice {
  const { text } = search.parsed;
  if (!startsLine(text, member.start)) {
    // The first entry of a list item stands behind its dash, where the next one takes its place.
    return withoutComments(search, member, { start: member.start, end: next?.start ?? member.end });
  }
  const start = lineStart(text, member.start);
  const end = nextLine(text, member.end);
  if (lineEnd(text, member.end) < text.length) return { start, end, text: '' };
  // The last line of a text without a last line break: the break before it goes instead.
  const breakBefore = /(?:\r\n|\r|\n)$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - breakBefore, end, text: '' };
}

function withoutComments(
  search: Search,
  member: Member,
  range: { readonly start: number; readonly end: number },
): Splice {
  const { text } = search.parsed;
  const around = text.slice(range.start, member.start) + text.slice(member.end, range.end);
  if (!around.includes('#')) return { ...range, text: '' };
  throw search.refuse(
    search.document.contents ?? undefined,
    'yaml-not-editable',
    'A comment stands where the text would be cut',
  );
}

function emptied(search: Search, parent: YAMLMap | YAMLSeq, grandparent: Node | undefined): Splice {
  const { text } = search.parsed;
  const nothing = isMap(parent) ? '{}' : '[]';
  const end = contentEnd(parent, text);
  const colon = isMap(grandparent) ? colonBefore(grandparent, parent) : undefined;
  const start = rangeOf(parent)[0];
  const inLine = colon !== undefined && text.slice(colon, start).trim() === '' && parent.flow !== true;
  return inLine ? { start: colon, end, text: ` ${nothing}` } : { start, end, text: nothing };
}

/** Where the colon before a map's value ends. */
function colonBefore(map: YAMLMap, value: Node): number | undefined {
  const token = map.items.find((pair) => pair.value === value)?.srcToken;
  const colon = token?.sep?.find((each) => each.type === 'map-value-ind');
  return colon === undefined ? undefined : colon.offset + 1;
}
