/** An exact number: `0.digits` times ten to the power of `scale`. Zero has no digits. */
interface Decimal {
  readonly negative: boolean;
  /** Neither begins nor ends with a zero. */
  readonly digits: string;
  readonly scale: number;
}

/** A number in the parts it was written in. */
interface Written {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: number;
}

/** A number of any length, exact. Short whole numbers, the usual case, are plain numbers. */
export type ExactNumber = number | Decimal;

const shortWhole = /^[0-9]{1,15}$/;
const numberForm = /^([+-]?)(?:(\d+(?:_\d+)*)(?:\.(\d*(?:_\d+)*))?|\.(\d+(?:_\d+)*))(?:[eE]([+-]?\d{1,9}))?$/;

/**
 * Reads a decimal number: a sign, digits with `_` between them, a fraction, an exponent. Undefined for everything else: hexadecimal
 * numbers, `Inf` and `NaN` too, which as tags are names.
 */
export function parseExactNumber(text: string): ExactNumber | undefined {
  if (shortWhole.test(text)) return Number(text);
  const match = numberForm.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fractionAfterWhole, fractionAlone, exponent = '0'] = match;
  const fraction = fractionAfterWhole ?? fractionAlone ?? '';
  return normalize({
    negative: sign === '-',
    whole: whole.replaceAll('_', ''),
    fraction: fraction.replaceAll('_', ''),
    exponent: Number(exponent),
  });
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareExact(a: ExactNumber, b: ExactNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = expand(a);
  const right = expand(b);
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const order = compareMagnitudes(left, right);
  // Not -order: of two equal numbers that would be -0.
  return left.negative ? 0 - order : order;
}

function expand(value: ExactNumber): Decimal {
  return typeof value === 'number'
    ? normalize({ negative: false, whole: String(value), fraction: '', exponent: 0 })
    : value;
}

function normalize({ negative, whole, fraction, exponent }: Written): Decimal {
  const all = `${whole}${fraction}`;
  const significant = all.replace(/^0+/, '');
  const leadingZeros = all.length - significant.length;
  const digits = trimTrailingZeros(significant);
  if (digits === '') return { negative: false, digits, scale: Number.NEGATIVE_INFINITY };
  return { negative, digits, scale: whole.length - leadingZeros + exponent };
}

/** By hand: `/0+$/` takes quadratic time over a text of many zeros. */
function trimTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charAt(end - 1) === '0') end -= 1;
  return digits.slice(0, end);
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.scale !== b.scale) return a.scale < b.scale ? -1 : 1;
  return a.digits < b.digits ? -1 : Number(a.digits > b.digits);
}
