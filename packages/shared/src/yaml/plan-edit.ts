import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { deleteValue } from './delete-value.js';
import { insertValue } from './insert-value.js';
import { isEmptyValue, type Located, locate, refuse, type Search, scalarText } from './locate.js';
import { type ParsedText, rangeOf } from './parse-text.js';
import { itemWith, nested, type ValuePatch } from './patch-value.js';
import { isYamlScalar } from './render-value.js';
import { isBlock, replaceScalar } from './replace-scalar.js';
import { findScalar } from './scalar-nodes.js';
import { type ChosenDocument, selectDocument } from './select-document.js';
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
  const chosen = selectDocument(parsed, edit.document);
  const followAliases = edit.kind === 'set' && edit.aliases === 'follow';
  const search: Search = { parsed, document: chosen.document, followAliases };
  const located = locate(search, edit.path);
  const at = { search, chosen, located };
  if (edit.kind === 'delete') return planDelete(at);
  if (edit.kind === 'append') return planAppend(at, edit.value, edit.create === true);
  if (located.kind === 'found') return planReplace(at, located, edit.value);
  return planCreate(at, located, edit.value, edit.create === true);
}

interface At {
  readonly search: Search;
  readonly chosen: ChosenDocument;
  readonly located: Located;
}

type Found = Located & { readonly kind: 'found' };
type Missing = Located & { readonly kind: 'missing' };

function planAt(parsed: ParsedText, offset: number, value: YamlScalar): Plan | undefined {
  const found = findScalar(parsed, offset);
  if (found === undefined)
    throw refuse(rootSearch(parsed), undefined, 'yaml-path-not-found', `No scalar is at offset ${offset}`);
  const { chosen, node, path, parents } = found;
  const search: Search = { parsed, document: chosen.document, followAliases: false };
  return planReplace(
    { search, chosen, located: { kind: 'found', node, path, parents } },
    { kind: 'found', node, path, parents },
    value,
  );
}

function rootSearch(parsed: ParsedText): Search {
  return { parsed, document: selectDocument(parsed, 0).document, followAliases: false };
}

function planReplace({ search, chosen }: At, found: Found, value: YamlValue): Plan | undefined {
  const { node, path, parents } = found;
  if (!isYamlScalar(value))
    throw refuse(search, node, 'yaml-not-a-scalar', `There is a value at ${printPath(path)} already`);
  const inFlow = parents.some((parent) => (isMap(parent) || isSeq(parent)) && parent.flow === true);
  const splice = replaceScalar(search, { node, value, flow: inFlow || search.followAliases });
  if (splice === undefined) return undefined;
  const simple = typeof value === 'string' && isScalar(node) && !isBlock(node);
  return {
    document: chosen.index,
    path,
    offset: rangeOf(node)[0],
    from: isEmptyValue(node) ? undefined : scalarText(node),
    splices: [splice],
    proof: simple ? { kind: 'scalar', reads: value } : { kind: 'patch', patch: { kind: 'put', path, value } },
  };
}

function planCreate(at: At, missing: Missing, value: YamlValue, create: boolean): Plan {
  const { search } = at;
  if (!create) throw notFound(search, missing);
  const [step, ...rest] = missing.rest;
  const container = missing.at;
  if (container === undefined || isEmptyValue(container)) {
    const whole = nested(missing.rest, value);
    if (whole === undefined) throw notFound(search, missing);
    const parent = missing.parents.at(-1);
    return added(
      at,
      { path: missing.path, value: whole, offset: container },
      insertValue(search, { kind: 'fill', at: container, parent, value: whole }),
    );
  }
  const inner = nested(rest, value);
  if (isMap(container) && typeof step === 'string' && inner !== undefined) {
    const splices = insertValue(search, { kind: 'entry', map: container, key: step, value: inner });
    return added(at, { path: [...missing.path, step], value: inner, offset: container }, splices);
  }
  const item = typeof step === 'object' && inner !== undefined ? itemWith(step.where, inner) : inner;
  const isNext = isSeq(container) && (typeof step === 'object' || step === container.items.length);
  if (!isNext || item === undefined) throw notFound(search, missing);
  const splices = insertValue(search, { kind: 'item', list: container, value: item });
  return added(at, { path: [...missing.path, container.items.length], value: item, offset: container }, splices);
}

function planAppend(at: At, value: YamlValue, create: boolean): Plan {
  const { search, located } = at;
  if (located.kind === 'missing') return planCreate(at, located, [value], create);
  const { node, path, parents } = located;
  if (isEmptyValue(node)) {
    const splices = insertValue(search, { kind: 'fill', at: node, parent: parents.at(-1), value: [value] });
    return added(at, { path, value: [value], offset: node }, splices);
  }
  if (!isSeq(node)) throw refuse(search, node, 'yaml-not-a-collection', `${printPath(path)} is not a list`);
  const splices = insertValue(search, { kind: 'item', list: node, value });
  return added(at, { path: [...path, node.items.length], value, offset: node }, splices);
}

function planDelete({ search, chosen, located }: At): Plan | undefined {
  if (located.kind === 'missing') return undefined;
  const { node, path, parents } = located;
  const parent = parents.at(-1);
  const key = path.at(-1);
  if (parent === undefined || key === undefined)
    throw refuse(search, node, 'yaml-not-editable', 'A document is not deleted');
  return {
    document: chosen.index,
    path,
    offset: rangeOf(node)[0],
    from: scalarText(node),
    splices: [deleteValue(search, { parent, key, grandparent: parents.at(-2) })],
    proof: { kind: 'patch', patch: { kind: 'delete', path } },
  };
}

function added(
  { chosen }: At,
  what: { readonly path: ConcretePath; readonly value: YamlValue; readonly offset: Node | undefined },
  splices: readonly Splice[],
): Plan {
  const { path, value, offset } = what;
  return {
    document: chosen.index,
    path,
    offset: offset === undefined ? 0 : rangeOf(offset)[0],
    from: undefined,
    splices,
    proof: { kind: 'patch', patch: { kind: 'put', path, value } },
  };
}

function notFound(search: Search, missing: Missing): Error {
  const path: YamlPath = [...missing.path, ...missing.rest.slice(0, 1)];
  return refuse(search, missing.at, 'yaml-path-not-found', `There is no ${printPath(path)}`);
}
