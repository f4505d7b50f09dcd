import { isMap, isPair, isScalar, isSeq, type Node, type Scalar, visit } from 'yaml';
import { keyOf } from './locate.js';
import { type ParsedText, rangeOf } from './parse-text.js';
import type { ChosenDocument } from './select-document.js';
import type { ConcretePath } from './yaml-path.js';

/** A scalar that is the value of a key or an item of a list, and where it stands. */
export interface ScalarPlace {
  readonly chosen: ChosenDocument;
  readonly node: Scalar;
  readonly path: ConcretePath;
  readonly parents: readonly Node[];
}

/** Calls back for every value that is a scalar, in the order of the text. Keys and a document that is but a scalar are left out. */
export function visitScalars(parsed: ParsedText, seen: (node: Scalar, place: () => ScalarPlace) => void): void {
  for (const [index, document] of parsed.documents.entries()) {
    visit(document, {
      Scalar(key, node, ancestors) {
        if (key === 'key' || key === null) return;
        seen(node, () => place({ document, index }, node, [...ancestors, node]));
      },
    });
  }
}

/** The scalar whose source starts at an offset. */
export function findScalar(parsed: ParsedText, offset: number): ScalarPlace | undefined {
  let found: ScalarPlace | undefined;
  visitScalars(parsed, (node, placeOf) => {
    if (rangeOf(node)[0] === offset) found ??= placeOf();
  });
  return found;
}

function place(chosen: ChosenDocument, node: Scalar, chain: readonly unknown[]): ScalarPlace {
  const path: (string | number)[] = [];
  const parents: Node[] = [];
  for (const [index, link] of chain.entries()) {
    const below = chain[index + 1];
    if (isMap(link)) parents.push(link);
    if (isPair(link)) path.push(keyOf(link) ?? '');
    if (!isSeq(link)) continue;
    parents.push(link);
    path.push(link.items.indexOf(below));
  }
  return { chosen, node, path, parents };
}

/** Whether a visited value is a scalar that says something: not one that was left out, not `null`. */
export function saysSomething(node: Node): boolean {
  return isScalar(node) && node.value !== null;
}
