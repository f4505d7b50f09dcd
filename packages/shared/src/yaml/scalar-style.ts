import { isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import { nodeOf, type Search } from './locate.js';
import type { ScalarStyle } from './scalar-text.js';

/** The style of a scalar that is no block. */
export function styleOf(node: Scalar): ScalarStyle {
  if (node.type === Scalar.QUOTE_DOUBLE) return 'double';
  return node.type === Scalar.QUOTE_SINGLE ? 'single' : 'plain';
}

/** Whether a scalar is a `|` or `>` block. */
export function isBlock(node: Scalar): boolean {
  return node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
}

/** The style of strings that replace or join others than strings: a JSON document has double quotes, all else none. */
export function styleOfDocument(search: Search): ScalarStyle {
  return looksLikeJson(search.document.contents ?? undefined) ? 'double' : 'plain';
}

/** By its brackets and its first key. */
function looksLikeJson(node: Node | undefined): boolean {
  if (isSeq(node)) return node.flow === true && looksLikeJson(nodeOf(node.items[0]));
  if (!isMap(node) || node.flow !== true) return false;
  const key = nodeOf(node.items[0]?.key);
  return isScalar(key) && key.type === Scalar.QUOTE_DOUBLE;
}
