import { z } from 'zod';
import { isJsonArray, isJsonObject, type Json, sameJson } from './json.js';
import { badRequest, patchDoesNotFit } from './status-error.js';

const path = z.string();
const operations = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('add'), path, value: z.json() }),
    z.object({ op: z.literal('replace'), path, value: z.json() }),
    z.object({ op: z.literal('test'), path, value: z.json() }),
    z.object({ op: z.literal('remove'), path }),
    z.object({ op: z.literal('move'), path, from: path }),
    z.object({ op: z.literal('copy'), path, from: path }),
  ]),
);
type Operation = z.infer<typeof operations>[number];

/** JSON patch (RFC 6902), all or nothing. Throws 400 for what is no patch and 422 where an operation does not fit the document. */
export function applyJsonPatch(document: Json, patch: unknown): Json {
  const parsed = operations.safeParse(patch);
  if (!parsed.success) throw Array.isArray(patch) ? patchDoesNotFit() : badRequest('error decoding patch: not a list');
  return parsed.data.reduce(applyOperation, document);
}

function applyOperation(document: Json, operation: Operation): Json {
  const steps = parsePointer(operation.path);
  switch (operation.op) {
    case 'test':
      if (sameJson(read(document, steps), operation.value)) return document;
      throw patchDoesNotFit();
    case 'add':
      return write(document, steps, { value: operation.value, mode: 'add' });
    case 'replace':
      requirePresent(document, steps);
      return write(document, steps, { value: operation.value, mode: 'replace' });
    case 'remove':
      requirePresent(document, steps);
      return write(document, steps, { value: undefined, mode: 'replace' });
    case 'move':
    case 'copy': {
      const from = parsePointer(operation.from);
      const value = requirePresent(document, from);
      const rest = operation.op === 'move' ? write(document, from, { value: undefined, mode: 'replace' }) : document;
      return write(rest, steps, { value, mode: 'add' });
    }
  }
}

function parsePointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw patchDoesNotFit();
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: Json | undefined, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>((value, step) => {
    if (isJsonArray(value)) return value[Number(step)];
    return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, document);
}

function requirePresent(document: Json, steps: readonly string[]): Json {
  const value = read(document, steps);
  if (value !== undefined) return value;
  throw patchDoesNotFit();
}

interface Change {
  readonly value: Json | undefined;
  readonly mode: 'add' | 'replace';
}

/** A copy of the document with one place set, inserted (`add` into an array) or, where the value is undefined, removed. */
function write(document: Json | undefined, steps: readonly string[], change: Change): Json {
  const { value, mode } = change;
  const [step, ...rest] = steps;
  if (step === undefined) return value ?? null;
  const last = rest.length === 0;
  if (isJsonArray(document)) {
    const index = step === '-' ? document.length : Number(step);
    if (!Number.isInteger(index) || index < 0 || index > document.length) throw patchDoesNotFit();
    const inserted = last ? value : write(document[index], rest, change);
    const replaced = last && mode === 'add' ? 0 : 1;
    return document.toSpliced(index, replaced, ...(inserted === undefined ? [] : [inserted]));
  }
  if (!isJsonObject(document)) throw patchDoesNotFit();
  const member = last ? value : write(document[step], rest, change);
  const { [step]: _replaced, ...others } = document;
  return member === undefined ? others : { ...others, [step]: member };
}
