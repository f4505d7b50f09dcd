import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { nodeOf } from './locate.js';
import { rangeOf } from './parse-text.js';
import { isBlock } from './scalar-style.js';

/** Where what a node says ends: before the comment behind it, and before the line break of a block. */
export function contentEnd(node: Node, text: string): number {
  const [, end] = rangeOf(node);
  if (isScalar(node) && isBlock(node)) return end - (/\r?\n$|\r$/.exec(text.slice(0, end))?.[0].length ?? 0);
  if ((isMap(node) || isSeq(node)) && !node.flow) {
    const last = lastMember(node);
    return last === undefined ? end : contentEnd(last, text);
  }
  return end;
}

function lastMember(collection: YAMLMap | YAMLSeq): Node | undefined {
  if (isSeq(collection)) return nodeOf(collection.items.at(-1));
  const pair = collection.items.at(-1);
  return nodeOf(pair?.value) ?? nodeOf(pair?.key);
}
