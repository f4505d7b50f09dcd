import { carryOut } from './carry-out.js';
import { type ParsedText, parsedSource, type YamlSource } from './parse-text.js';
import { type Plan, planEdit } from './plan-edit.js';
import { positionAt, yamlErrorAt } from './position.js';
import type { YamlEdit } from './yaml-edit.js';
import type { ConcretePath } from './yaml-path.js';

/** A change that was made. */
export interface YamlChange {
  /** Index of the document. */
  readonly document: number;
  readonly path: ConcretePath;
  /** The scalar's text before; undefined where there was none, or a map or list. */
  readonly from: string | undefined;
  /** Where it was made, in the text before it. */
  readonly line: number;
  readonly column: number;
}

/** A text after its edits. */
export interface YamlEditResult {
  readonly text: string;
  /** Empty where the text said all of it already: then it is the text that came in. */
  readonly changes: readonly YamlChange[];
}

/**
 * Makes edits in order, and touches no other byte. Every result is proved before it is returned: its tokens are the old ones but for the
 * scalars that were set, or (where keys or items come or go) it reads as the old value with just that changed. Throws a `YamlError` otherwise.
 */
export function editYaml(source: YamlSource, edits: readonly YamlEdit[]): YamlEditResult {
  const changes: YamlChange[] = [];
  let parsed = parsedSource(source);
  const { text } = parsed;
  let waiting: Plan[] = [];
  const make = (plans: readonly Plan[]) => {
    if (plans.length === 0) return;
    changes.push(...plans.map((plan) => changeOf(parsed, plan)));
    parsed = carryOut(parsed, plans);
  };
  const makeWaiting = () => {
    make(waiting);
    waiting = [];
  };
  for (const edit of edits) {
    // Sets of scalars by plain paths do not disturb each other: one parse serves them all.
    if (readsValues(edit)) makeWaiting();
    if ('at' in edit && parsed.text !== text) throw staleOffset(parsed);
    let plan = planEdit(parsed, edit);
    if (plan === undefined) continue;
    if (plan.proof.kind === 'scalar' && !waiting.some(({ offset }) => offset === plan?.offset)) {
      waiting.push(plan);
      continue;
    }
    makeWaiting();
    plan = planEdit(parsed, edit);
    if (plan !== undefined) make([plan]);
  }
  makeWaiting();
  return { text: parsed.text, changes };
}

/** Whether an edit finds its place by values, which an earlier one may have changed. */
function readsValues(edit: YamlEdit): boolean {
  if ('at' in edit) return false;
  return typeof edit.document === 'function' || edit.path.some((step) => typeof step === 'object');
}

function staleOffset(parsed: ParsedText): Error {
  const message = 'An offset is that of the given text: edits by offset come before those that move it';
  return yamlErrorAt(parsed.text, 0, { code: 'yaml-not-editable', message });
}

function changeOf(parsed: ParsedText, { document, path, from, offset }: Plan): YamlChange {
  return { document, path, from, ...positionAt(parsed.text, offset) };
}
