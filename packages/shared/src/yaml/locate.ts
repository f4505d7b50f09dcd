import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { type ParsedText, rangeOf } from './parse-text.js';
import { yamlErrorAt } from './position.js';
import type { YamlError, YamlErrorCode } from './yaml-error.js';
import { type ConcretePath, printPath, type YamlPath, type YamlStep } from './yaml-path.js';

/** What a path leads to. */
export type Located =
  | { readonly kind: 'found'; readonly node: Node; readonly path: ConcretePath; readonly parents: readonly Node[] }
  /** `rest` of the path, never empty, is missing below `at` (undefined: the document is empty). */
  | {
      readonly kind: 'missing';
      readonly at: Node | undefined;
      readonly path: ConcretePath;
      readonly rest: YamlPath;
      readonly parents: readonly Node[];
    };

/** Where to look, and whether a way through an alias is one. */
export interface Search {
  readonly parsed: ParsedText;
  readonly document: Document.Parsed;
  readonly followAliases: boolean;
  /** The refusal of an edit at a node; at the start of the text where there is none. */
  refuse(node: Node | undefined, code: YamlErrorCode, message: string): YamlError;
}

/** A {@link Search} of one document. */
export function createSearch(parsed: ParsedText, document: Document.Parsed, followAliases = false): Search {
  return {
    parsed,
    document,
    followAliases,
    refuse: (node, code, message) =>
      yamlErrorAt(parsed.text, node === undefined ? 0 : rangeOf(node)[0], { code, message }),
  };
}

type Step =
  | { readonly kind: 'item'; readonly node: Node; readonly key: string | number }
  | { readonly kind: 'missing' };

/** Walks a path. Throws where it is ambiguous, leads through an alias that is not to be followed, or through a value without items. */
export function locate(search: Search, path: YamlPath): Located {
  const walked: (string | number)[] = [];
  const parents: Node[] = [];
  let node: Node | undefined = search.document.contents ?? undefined;
  for (const [index, step] of path.entries()) {
    const container: Node | undefined = node === undefined ? undefined : behindAlias(search, node);
    const rest = path.slice(index);
    if (container === undefined || isEmptyValue(container)) {
      return { kind: 'missing', at: container, path: walked, rest, parents };
    }
    const found: Step = takeStep(search, container, step);
    if (found.kind === 'missing') return { kind: 'missing', at: container, path: walked, rest, parents };
    parents.push(container);
    walked.push(found.key);
    node = found.node;
  }
  if (node === undefined) throw search.refuse(undefined, 'yaml-path-not-found', 'The document is empty');
  return { kind: 'found', node: behindAlias(search, node), path: walked, parents };
}

/** Whether a value was left out: `key:` with nothing behind it. */
export function isEmptyValue(node: Node): boolean {
  return isScalar(node) && rangeOf(node)[0] === rangeOf(node)[1];
}

/** The text of a scalar as it would be compared with a tag: `1.10` stays `1.10` although it reads as a number. */
export function scalarText(node: Node): string | undefined {
  if (!isScalar(node)) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? '');
}

function takeStep(search: Search, container: Node, step: YamlStep): Step {
  if (isMap(container))
    return typeof step === 'string' ? byKey(search, container, step) : misfit(search, container, step);
  if (!isSeq(container)) return misfit(search, container, step);
  if (typeof step === 'string') return misfit(search, container, step);
  const index = typeof step === 'number' ? step : indexWhere(search, container, step.where);
  const item = index < 0 ? undefined : nodeOf(container.items[index]);
  return item === undefined ? { kind: 'missing' } : { kind: 'item', node: item, key: index };
}

function byKey(search: Search, map: YAMLMap, key: string): Step {
  const [pair, second] = map.items.filter((each) => keyOf(each) === key);
  if (second !== undefined) {
    throw search.refuse(nodeOf(second.key), 'yaml-ambiguous', `The key ${key} stands here for the second time`);
  }
  if (pair === undefined) return { kind: 'missing' };
  const value = nodeOf(pair.value);
  if (value !== undefined) return { kind: 'item', node: value, key };
  throw search.refuse(nodeOf(pair.key), 'yaml-not-editable', `The key ${key} has no colon`);
}

function indexWhere(search: Search, list: YAMLSeq, where: Readonly<Record<string, string>>): number {
  const matches = list.items.flatMap((item, index) => (hasFields(search, nodeOf(item), where) ? [index] : []));
  const [first = -1, second] = matches;
  if (second !== undefined) {
    const step = printPath([{ where }]);
    throw search.refuse(nodeOf(list.items[second]), 'yaml-ambiguous', `This is the second item that fits ${step}`);
  }
  return first;
}

function hasFields(search: Search, item: Node | undefined, where: Readonly<Record<string, string>>): boolean {
  const map = isAlias(item) ? item.resolve(search.document) : item;
  if (!isMap(map)) return false;
  return Object.entries(where).every(([field, wanted]) => {
    const value = nodeOf(map.items.find((pair) => keyOf(pair) === field)?.value);
    return value !== undefined && scalarText(value) === wanted;
  });
}

/** The key of a pair where it is a scalar. */
export function keyOf(pair: Pair): string | undefined {
  const key = nodeOf(pair.key);
  return key === undefined ? undefined : scalarText(key);
}

/** A member of a parsed collection; these are nodes always, which the library's types do not say. */
export function nodeOf(member: unknown): Node | undefined {
  return isScalar(member) || isMap(member) || isSeq(member) || isAlias(member) ? member : undefined;
}

function behindAlias(search: Search, node: Node): Node {
  if (!isAlias(node)) return node;
  if (!search.followAliases) {
    throw search.refuse(
      node,
      'yaml-alias',
      `The value is *${node.source}, so that changing it changes other places too`,
    );
  }
  const anchored = node.resolve(search.document);
  if (anchored === undefined) throw search.refuse(node, 'yaml-alias', `The anchor &${node.source} does not exist`);
  return anchored;
}

function misfit(search: Search, container: Node, step: YamlStep): never {
  const kind = isMap(container) ? 'a map' : isSeq(container) ? 'a list' : 'a scalar';
  throw search.refuse(container, 'yaml-not-a-collection', `${printPath([step])} is looked for in ${kind}`);
}
