import { type ParsedText, parseText } from './parse-text.js';
import { patchValue } from './patch-value.js';
import type { Plan } from './plan-edit.js';
import { yamlErrorAt } from './position.js';
import { sameValue } from './same-value.js';
import { readDocument } from './select-document.js';
import { applySplices } from './splice.js';
import { sameButScalars } from './token-guard.js';
import { isYamlError } from './yaml-error.js';
import { printPath } from './yaml-path.js';

/**
 * The text after these plans. Several plans are scalars all; a plan that patches a value comes alone. Throws `yaml-not-editable`, and thereby
 * changes nothing, where the result does not prove to be what was meant.
 */
export function carryOut(before: ParsedText, plans: readonly Plan[]): ParsedText {
  const text = applySplices(
    before.text,
    plans.flatMap((plan) => plan.splices),
  );
  const after = plans.every((plan) => plan.proof.kind === 'scalar')
    ? scalarsReplaced(before, text, plans)
    : valuePatched(before, text, plans);
  if (after !== undefined) return after;
  const [first] = plans;
  const message = `A change at ${printPath(first?.path ?? [])} cannot be made without another`;
  throw yamlErrorAt(before.text, first?.offset ?? 0, { code: 'yaml-not-editable', message });
}

/** Tokens prove scalars, so that a parse waits until a later edit wants one. */
function scalarsReplaced(before: ParsedText, text: string, plans: readonly Plan[]): ParsedText | undefined {
  const replaced = plans.flatMap(({ splices, proof }) =>
    proof.kind === 'scalar' ? splices.map((splice) => ({ splice, reads: proof.reads })) : [],
  );
  if (!sameButScalars(before.text, text, replaced)) return undefined;
  let parsed: ParsedText | undefined;
  return {
    text,
    get documents() {
      parsed ??= parseText(text);
      return parsed.documents;
    },
  };
}

function valuePatched(before: ParsedText, text: string, plans: readonly Plan[]): ParsedText | undefined {
  const after = parseOrNothing(text);
  if (after === undefined) return undefined;
  const expected: unknown[] = before.documents.map((document) => readDocument(before, document));
  for (const { document, proof } of plans) {
    if (proof.kind === 'patch') expected[document] = patchValue(expected[document], proof.patch);
  }
  const read = after.documents.map((document) => readDocument(after, document));
  return sameValue(expected, read) ? after : undefined;
}

function parseOrNothing(text: string): ParsedText | undefined {
  try {
    return parseText(text);
  } catch (error) {
    if (isYamlError(error)) return undefined;
    throw error;
  }
}
