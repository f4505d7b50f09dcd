import type { Violation } from './violation.js';

/** A violation that is accepted for a reason. */
export interface Allowance {
  readonly rule: string;
  readonly file: string;
  /** The function or export that is meant; absent where it is the file. */
  readonly name?: string;
  readonly reason: string;
}

/** The violations that no row of the list accepts, and one for each row that accepts none. */
export function applyAllowances(
  violations: readonly Violation[],
  allowances: readonly Allowance[],
): readonly Violation[] {
  const refused = violations.filter((violation) => !allowances.some((each) => accepts(each, violation)));
  const unneeded = allowances.filter((each) => !violations.some((violation) => accepts(each, violation)));
  return [...refused, ...unneeded.map(unneededViolation)];
}

function accepts({ rule, file, name }: Allowance, violation: Violation): boolean {
  return rule === violation.rule && file === violation.file && name === violation.name;
}

function unneededViolation({ rule, file, name }: Allowance): Violation {
  const what = name === undefined ? rule : `${rule} of ${name}`;
  return {
    rule: 'unneeded-allowance',
    file,
    line: 1,
    message: `${what} is allowed, but nothing breaks it: drop the row`,
  };
}
