import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { deleteValue } from './delete-value.js';
import { type Addition, insertValue } from './insert-value.js';
import { createSearch, isEmptyValue, type Located, locate, type Search, scalarText } from './locate.js';
import { type ParsedText, rangeOf } from './parse-text.js';
import { itemWith, nested, type ValuePatch } from './patch-value.js';
import { yamlErrorAt } from './position.js';
import { isYamlScalar } from './render-value.js';
import { replaceScalar } from './replace-scalar.js';
import { findScalar } from './scalar-nodes.js';
import { isBlock } from './scalar-style.js';
import { selectDocument } from './select-document.js';
import type { Splice } from './splice.js';
import type { YamlEdit } from './yaml-edit.js';
import { type ConcretePath, printPath, type YamlPath, type YamlScalar, type YamlValue } from './yaml-path.js';

/** What an edit comes to in one state of the text. */
export interface Plan {
  readonly document: number;
  readonly path: ConcretePath;
  /** The place in the text that is spoken of. */
  readonly offset: number;
  readonly from: string | undefined;
  readonly splices: readonly Splice[];
  /** What proves that the splices do what is meant: a scalar that reads so, or a value that is patched so. */
  readonly proof:
    | { readonly kind: 'scalar'; readonly reads: string }
    | { readonly kind: 'patch'; readonly patch: ValuePatch };
}

/** Plans one edit; undefined where the text says what is wanted already. Throws a `YamlError` where it cannot be made. */
export function planEdit(parsed: ParsedText, edit: YamlEdit): Plan | undefined {
  if ('at' in edit) return planAt(parsed, edit.at, edit.value);
  const { document, index } = selectDocument(parsed, edit.document);
  const search = createSearch(parsed, document, edit.kind === 'set' && edit.aliases === 'follow');
  const at = { search, document: index };
  const located = locate(search, edit.path);
  if (edit.kind === 'delete') return planDelete(at, located);
  if (edit.kind === 'append') return planAppend(at, located, edit);
  return located.kind === 'found' ? planReplace(at, located, edit.value) : planCreate(at, located, edit);
}

interface At {
  readonly search: Search;
  /** Index of the document. */
  readonly document: number;
}

type Found = Pick<Located & { readonly kind: 'found' }, 'node' | 'path' | 'parents'>;
type Missing = Located & { readonly kind: 'missing' };
/** What is to be made, and whether the way to it may be made too. */
type Creation = { readonly value: YamlValue; readonly create?: boolean | undefined };

function planAt(parsed: ParsedText, offset: number, value: YamlScalar): Plan | undefined {
  const found = findScalar(parsed, offset);
  if (found !== undefined) {
    const { document, index } = found.chosen;
    return planReplace({ search: createSearch(parsed, document), document: index }, found, value);
  }
  throw yamlErrorAt(parsed.text, offset, { code: 'yaml-path-not-found', message: 'No scalar starts here' });
}

function planReplace({ search, document }: At, { node, path, parents }: Found, value: YamlValue): Plan | undefined {
  if (!isYamlScalar(value)) {
    throw search.refuse(node, 'yaml-not-a-scalar', `There is a value at ${printPath(path)} already`);
  }
  const flow = search.followAliases || parents.some(isFlow);
  const splice = replaceScalar(search, { node, value, flow });
  if (splice === undefined) return undefined;
  const provedByTokens = typeof value === 'string' && isScalar(node) && !isBlock(node);
  return {
    document,
    path,
    offset: rangeOf(node)[0],
    from: isEmptyValue(node) ? undefined : scalarText(node),
    splices: [splice],
    proof: provedByTokens ? { kind: 'scalar', reads: value } : { kind: 'patch', patch: { kind: 'put', path, value } },
  };
}

function isFlow(node: Node): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

function planCreate(at: At, missing: Missing, { value, create }: Creation): Plan {
  const { search } = at;
  const { at: container, path } = missing;
  const [step, ...rest] = missing.rest;
  if (create !== true) throw notFound(search, missing);
  if (container === undefined || isEmptyValue(container)) return planFill(at, missing, nested(missing.rest, value));
  const inner = nested(rest, value);
  if (isMap(container) && typeof step === 'string' && inner !== undefined) {
    return planAdded(at, { kind: 'entry', map: container, key: step, value: inner }, [...path, step]);
  }
  const item = typeof step === 'object' && inner !== undefined ? itemWith(step.where, inner) : inner;
  const isNext = isSeq(container) && (typeof step === 'object' || step === container.items.length);
  if (!isNext || item === undefined) throw notFound(search, missing);
  return planAdded(at, { kind: 'item', list: container, value: item }, [...path, container.items.length]);
}

function planAppend(at: At, located: Located, { value, create }: Creation): Plan {
  if (located.kind === 'missing') return planCreate(at, located, { value: [value], create });
  const { node, path, parents } = located;
  if (isEmptyValue(node))
    return planAdded(at, { kind: 'fill', at: node, parent: parents.at(-1), value: [value] }, path);
  if (isSeq(node)) return planAdded(at, { kind: 'item', list: node, value }, [...path, node.items.length]);
  throw at.search.refuse(node, 'yaml-not-a-collection', `${printPath(path)} is not a list`);
}

function planFill(at: At, missing: Missing, value: YamlValue | undefined): Plan {
  if (value === undefined) throw notFound(at.search, missing);
  return planAdded(at, { kind: 'fill', at: missing.at, parent: missing.parents.at(-1), value }, missing.path);
}

function planAdded({ search, document }: At, addition: Addition, path: ConcretePath): Plan {
  const near = addition.kind === 'entry' ? addition.map : addition.kind === 'item' ? addition.list : addition.at;
  return {
    document,
    path,
    offset: near === undefined ? 0 : rangeOf(near)[0],
    from: undefined,
    splices: insertValue(search, addition),
    proof: { kind: 'patch', patch: { kind: 'put', path, value: addition.value } },
  };
}

function planDelete({ search, document }: At, located: Located): Plan | undefined {
  if (located.kind === 'missing') return undefined;
  const { node, path, parents } = located;
  const parent = parents.at(-1);
  const key = path.at(-1);
  if (parent === undefined || key === undefined) {
    throw search.refuse(node, 'yaml-not-editable', 'A document is not deleted');
  }
  return {
    document,
    path,
    offset: rangeOf(node)[0],
    from: scalarText(node),
    splices: [deleteValue(search, { parent, key, grandparent: parents.at(-2) })],
    proof: { kind: 'patch', patch: { kind: 'delete', path } },
  };
}

function notFound(search: Search, missing: Missing): Error {
  const path: YamlPath = [...missing.path, ...missing.rest.slice(0, 1)];
  return search.refuse(missing.at, 'yaml-path-not-found', `There is no ${printPath(path)}`);
}
