import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { type BlockStyle, blockStyleOf } from './block-style.js';
import { collectionColumn } from './collection-column.js';
import { contentEnd } from './content-end.js';
import { columnOf, lineEnd, nextLine, startsLine } from './lines.js';
import { nodeOf, type Search } from './locate.js';
import { rangeOf } from './parse-text.js';
import { isYamlScalar, renderBlock, renderEntry, renderFlow, renderFlowEntry, renderItem } from './render-value.js';
import { styleOf } from './scalar-style.js';
import { fillGap, type Splice } from './splice.js';
import type { YamlValue } from './yaml-path.js';

/** What is added: an entry of a map, an item of a list, or the value of a place that has none. */
export type Addition =
  | { readonly kind: 'entry'; readonly map: YAMLMap; readonly key: string; readonly value: YamlValue }
  | { readonly kind: 'item'; readonly list: YAMLSeq; readonly value: YamlValue }
  | {
      readonly kind: 'fill';
      readonly at: Node | undefined;
      readonly parent: Node | undefined;
      readonly value: YamlValue;
    };

/** The splices that make an addition in the style of its neighbours, behind the last of them. */
export function insertValue(search: Search, addition: Addition): readonly Splice[] {
  switch (addition.kind) {
    case 'entry':
      return addEntry(search, addition);
    case 'item':
      return addItem(search, addition);
    case 'fill':
      return fill(search, addition);
  }
}

function addEntry(search: Search, { map, key, value }: Addition & { readonly kind: 'entry' }): readonly Splice[] {
  const style = blockStyleOf(search, map);
  if (map.flow) return addToFlow(search, map, renderFlowEntry(key, value, style));
  return [linesBehind(search, map, { lines: renderEntry(key, value, style), style })];
}

function addItem(search: Search, { list, value }: Addition & { readonly kind: 'item' }): readonly Splice[] {
  const last = nodeOf(list.items.at(-1));
  const style = itemStyle(search, last);
  if (list.flow) return addToFlow(search, list, renderFlow(value, style));
  return [linesBehind(search, list, { lines: renderItem(value, style), style })];
}

function itemStyle(search: Search, last: Node | undefined): BlockStyle {
  const style = blockStyleOf(search, isMap(last) ? last : undefined);
  return isScalar(last) && typeof last.value === 'string' ? { ...style, value: styleOf(last) } : style;
}

interface NewLines {
  readonly lines: readonly string[];
  readonly style: BlockStyle;
}

/** New lines at the column of a block collection, behind the line its last member ends on. */
function linesBehind(search: Search, collection: Node, { lines, style }: NewLines): Splice {
  const { text } = search.parsed;
  const indent = ' '.repeat(collectionColumn(text, collection));
  return newLines(text, contentEnd(collection, text), { lines: lines.map((line) => indent + line), style });
}

/** Lines below that of `offset`. A text without a last line break stays without. */
function newLines(text: string, offset: number, { lines, style }: NewLines): Splice {
  const at = nextLine(text, offset);
  const body = lines.join(style.lineBreak);
  return lineEnd(text, offset) === text.length
    ? { start: at, end: at, text: style.lineBreak + body }
    : { start: at, end: at, text: body + style.lineBreak };
}

function addToFlow(search: Search, collection: YAMLMap | YAMLSeq, member: string): readonly Splice[] {
  const { text } = search.parsed;
  const [start, end] = rangeOf(collection);
  const last = collection.items.at(-1);
  const lastNode = isMap(collection) ? nodeOf(collection.items.at(-1)?.value) : nodeOf(last);
  const firstOfLast = isMap(collection) ? nodeOf(collection.items.at(-1)?.key) : nodeOf(last);
  if (lastNode === undefined || firstOfLast === undefined) {
    if (last !== undefined) throw search.refuse(collection, 'yaml-not-editable', 'The last entry has no value');
    return [{ start: start + 1, end: start + 1, text: member }];
  }
  const at = contentEnd(lastNode, text);
  const close = end - 1;
  const from = rangeOf(firstOfLast)[0];
  if (!startsLine(text, from)) return [{ start: at, end: at, text: `, ${member}` }];
  const line = blockStyleOf(search, undefined).lineBreak + ' '.repeat(columnOf(text, from)) + member;
  const eol = lineEnd(text, at);
  if (eol >= close) return [{ start: at, end: at, text: `,${line}` }];
  const trailing = text.slice(at, close).replace(/#.*/g, '').includes(',');
  if (trailing) return [{ start: eol, end: eol, text: `${line},` }];
  return [
    { start: at, end: at, text: ',' },
    { start: eol, end: eol, text: line },
  ];
}

function fill(search: Search, addition: Addition & { readonly kind: 'fill' }): readonly Splice[] {
  const { at, parent, value } = addition;
  const { text } = search.parsed;
  const style = blockStyleOf(search, isMap(parent) ? parent : undefined);
  if (parent === undefined) return [fillDocument(search, renderBlock(value, style), style)];
  const offset = at === undefined ? 0 : rangeOf(at)[0];
  const inFlow = (isMap(parent) || isSeq(parent)) && parent.flow === true;
  if (inFlow || isYamlScalar(value)) return [fillGap(text, offset, renderFlow(value, style, inFlow))];
  if (!isMap(parent)) throw search.refuse(at, 'yaml-not-editable', 'A list item without a value is not filled');
  const depth = collectionColumn(text, parent) + (Array.isArray(value) ? style.listIndent : style.indent);
  const lines = renderBlock(value, style).map((line) => ' '.repeat(depth) + line);
  return [newLines(text, offset, { lines, style })];
}

/** An empty document can be filled where it is the last one, since its lines then go to the end of the text. */
function fillDocument(search: Search, lines: readonly string[], style: BlockStyle): Splice {
  const { text, documents } = search.parsed;
  if (documents.length > 0 && documents.at(-1) !== search.document) {
    throw search.refuse(undefined, 'yaml-not-editable', 'The document is empty and not the last one');
  }
  const gap = text === '' || /[\r\n\ufeff]$/.test(text) ? '' : style.lineBreak;
  return { start: text.length, end: text.length, text: gap + lines.join(style.lineBreak) + style.lineBreak };
}
