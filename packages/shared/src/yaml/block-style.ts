import { isMap, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import { collectionColumn } from './collection-column.js';
import { lineBreakOf } from './lines.js';
import { nodeOf, type Search } from './locate.js';
import { rangeOf } from './parse-text.js';
import { styleOf, styleOfDocument } from './scalar-style.js';
import type { ScalarStyle } from './scalar-text.js';

/** How new lines are written: as the lines around them are. */
export interface BlockStyle {
  readonly lineBreak: string;
  /** Columns from a key to the keys below it. */
  readonly indent: number;
  /** Columns from a key to the dashes below it; 0 where lists are not indented. */
  readonly listIndent: number;
  readonly key: ScalarStyle;
  readonly value: ScalarStyle;
}

/** The style of a document, with the quotes of `neighbours` where they have any. */
export function blockStyleOf(search: Search, neighbours: YAMLMap | undefined): BlockStyle {
  const { text } = search.parsed;
  let indent: number | undefined;
  let listIndent: number | undefined;
  visit(search.document, {
    Pair(_key, pair, path) {
      const parent = path.at(-1);
      const value = nodeOf(pair.value);
      if (!isMap(parent) || parent.flow || value === undefined || rangeOf(value)[0] === rangeOf(value)[1]) return;
      const distance = collectionColumn(text, value) - collectionColumn(text, parent);
      if (isMap(value) && !value.flow) indent ??= distance;
      if (isSeq(value) && !value.flow) listIndent ??= distance;
    },
  });
  return {
    lineBreak: lineBreakOf(text),
    indent: indent ?? 2,
    listIndent: listIndent ?? 0,
    key: commonStyle((neighbours?.items ?? []).map((pair) => nodeOf(pair.key))) ?? styleOfDocument(search),
    value: commonStyle((neighbours?.items ?? []).map(stringValue)) ?? styleOfDocument(search),
  };
}

function stringValue(pair: Pair): Node | undefined {
  const value = nodeOf(pair.value);
  return isScalar(value) && typeof value.value === 'string' ? value : undefined;
}

/** The style that all these scalars have: plain where they differ, undefined where there are none. */
function commonStyle(nodes: readonly (Node | undefined)[]): ScalarStyle | undefined {
  const styles = new Set(nodes.filter((node) => isScalar(node)).map(styleOf));
  const [only] = styles;
  return styles.size > 1 ? 'plain' : only;
}
