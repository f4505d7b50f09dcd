import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Difference, isShownBy } from './difference.js';
import { differences } from './differences.js';
import { areUsualVectors, readCases, readVectors, type VectorCase, vectorsFolder } from './vector-cases.js';

/** Answers a case by our code, in the shape of what was recorded. */
export type Driver = (input: unknown) => unknown;

/** A driver whose input is checked by a schema first. */
export function driver<Input>(schema: z.ZodType<Input>, answer: (input: Input) => unknown): Driver {
  return (input) => answer(schema.parse(input));
}

/**
 * Runs a file of vectors: one test a case, answered by the driver of its function. A case on the list of differences must differ, so that
 * the list cannot outlive its reasons; a function without a driver fails, unless another test answers for it.
 */
export function describeVectors(
  file: string,
  drivers: Readonly<Record<string, Driver>>,
  { elsewhere = [] }: { readonly elsewhere?: readonly string[] } = {},
): void {
  const cases = readCases(file)?.filter(({ fn }) => !elsewhere.includes(fn));
  if (cases === undefined) {
    describe.skip(`argocd-image-updater ${file}`, () => {
      it(`needs ${vectorsFolder}/argocd-image-updater/${file}; TOWLINE_VECTORS names another folder`, () => undefined);
    });
    return;
  }
  describe(`argocd-image-updater ${file}`, () => {
    it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
      checkCase(one, drivers[one.fn]);
    });
    if (areUsualVectors) checkDifferencesAreMet(cases, new Set(Object.keys(drivers)));
  });
}

/** A case that was recorded from Flux. */
interface FluxCase {
  readonly id: string;
}

/** Which cases of Flux are run, and what is held against what was recorded. */
export interface FluxVectors<Case extends FluxCase> {
  /** Below the folder of vectors. */
  readonly file: string;
  readonly fn: string;
  readonly schema: z.ZodType<Case>;
  /** Whether a case is run; all are where absent. */
  readonly isTold?: ((one: Case) => boolean) | undefined;
  readonly answer: (one: Case) => { readonly ours: unknown; readonly theirs: unknown };
  /** Further tests over all cases. */
  readonly also?: ((cases: readonly Case[]) => void) | undefined;
}

/** Runs a file of Flux' vectors, as {@link describeVectors} runs those of argocd-image-updater. */
export function describeFluxVectors<Case extends FluxCase>(vectors: FluxVectors<Case>): void {
  const { file, fn, schema, isTold = () => true, answer, also } = vectors;
  const text = readVectors(file);
  if (text === undefined) {
    describe.skip(`Flux ${fn}`, () => {
      it(`needs ${vectorsFolder}/${file}; TOWLINE_VECTORS names another folder`, () => undefined);
    });
    return;
  }
  const { cases } = z.object({ cases: z.array(schema) }).parse(JSON.parse(text));
  const told = cases.filter(isTold);
  describe(`Flux ${fn}`, () => {
    it.each(told.map((one) => [one.id, one] as const))('%s', (id, one) => {
      expectAnswer({ ...answer(one), difference: differenceFor(id, fn) });
    });

    const listed = areUsualVectors ? differences.filter(({ vectors: shown }) => shown?.fn === fn) : [];
    it.each(listed.map((difference) => [difference.id, difference]))('difference %s has a case', (_id, difference) => {
      expect(told.some(({ id }) => differenceFor(id, fn) === difference)).toBe(true);
    });

    also?.(cases);
  });
}

/** One test for each case; where there are none, because their file is not on this machine, that is reported as skipped. */
export function eachCase<Case extends { readonly name: string }>(
  cases: readonly Case[],
  check: (one: Case) => void,
): void {
  if (cases.length === 0) it.skip(`needs recorded cases in ${vectorsFolder}`, () => undefined);
  else it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => check(one));
}

function checkCase({ name, fn, input, expected }: VectorCase, answer: Driver | undefined): void {
  if (answer === undefined) throw new Error(`no driver for ${fn}: add one, so that its cases are not passed over`);
  expectAnswer({ ours: answer(input), theirs: expected, difference: differenceFor(name, fn) });
}

/** Expects our answer to be theirs; or not to be, where a difference says so. */
export function expectAnswer(answers: {
  readonly ours: unknown;
  readonly theirs: unknown;
  readonly difference: Difference | undefined;
}): void {
  const { difference } = answers;
  const [ours, theirs] = [comparable(answers.ours), comparable(answers.theirs)];
  if (difference === undefined) expect(ours).toEqual(theirs);
  // The id is there to be read in the message of a failure.
  else expect({ difference: difference.id, answer: ours }).not.toEqual({ difference: difference.id, answer: theirs });
}

/** The row of the list that a case falls under. */
export function differenceFor(name: string, fn: string): Difference | undefined {
  return differences.find((one) => isShownBy(one, fn) && one.vectors?.cases.test(name));
}

function checkDifferencesAreMet(cases: readonly VectorCase[], functions: ReadonlySet<string>): void {
  const listed = differences.filter((one) => [...functions].some((fn) => isShownBy(one, fn)));
  if (listed.length === 0) return;
  it.each(listed.map((difference) => [difference.id, difference]))('difference %s has a case', (_id, difference) => {
    expect(cases.some(({ name, fn }) => differenceFor(name, fn) === difference)).toBe(true);
  });
}

/** The part of a value that counts: nothing, an empty list and an empty object are the same, and so are all errors. */
export function comparable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(comparable);
  const entries = Object.entries(value)
    .map(([key, one]) => [key, key === 'error' ? hasError(one) : comparable(one)] as const)
    .filter(([, one]) => one !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function hasError(error: unknown): true | null {
  return error === null || error === undefined || error === false || error === '' ? null : true;
}
