/** A whole number from 0 to 2^64 - 1: a bigint only where a number would lose digits. `<`, `>` and `===` compare the two exactly. */
export type Uint = number | bigint;

const maxUint64 = 0xffff_ffff_ffff_ffffn;
/** Any number of so many digits is exact as a number, so each value has one representation. */
const safeDigits = 15;

/** The number that `digits` spell, or undefined where it exceeds 64 bits. `digits` are decimal digits only, at least one. */
export function parseUint(digits: string): Uint | undefined {
  if (digits.length <= safeDigits) return Number(digits);
  const value = BigInt(digits);
  if (value > maxUint64) return undefined;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareUint(a: Uint, b: Uint): number {
  return a < b ? -1 : Number(a > b);
}
