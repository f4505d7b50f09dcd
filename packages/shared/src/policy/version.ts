import { compareUint, parseUint, type Uint } from './uint.js';

/** A version in the lenient form that container tags use. Build metadata takes no part in comparisons and is not kept. */
export interface Version {
  readonly major: Uint;
  readonly minor: Uint;
  readonly patch: Uint;
  /** Without the hyphen; empty for a release. */
  readonly preRelease: string;
  /** Whether all three numbers were written. */
  readonly full: boolean;
}

const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const versionForm = new RegExp(`^v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:-(${identifiers}))?(?:\\+${identifiers})?$`);
const zeroPadded = /(?:^|\.)0\d+(?:\.|$)/;
const digitsOnly = /^\d+$/;

/**
 * Reads `1`, `v1.2`, `01.2.3-rc.1+build`: missing numbers are zero, leading zeros are dropped, a number may have 64 bits. Undefined where
 * the text is no version: a fourth number, a capital `V`, a numeric pre-release identifier with a leading zero.
 */
export function parseVersion(text: string): Version | undefined {
  return parseRelease(text) ?? parseAny(text);
}

const dot = 46;
const zero = 48;
/** Longer numbers may not be exact. */
const large = 10 ** 14;

/** The usual form, `1.2.3`, in a third of the time of the expression. Undefined for every other one. */
function parseRelease(text: string): Version | undefined {
  let major = -1;
  let minor = -1;
  let number = -1;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0 && digit <= 9) {
      if (number >= large) return undefined;
      number = number < 0 ? digit : number * 10 + digit;
    } else if (digit === dot - zero && number >= 0 && minor < 0) {
      if (major < 0) major = number;
      else minor = number;
      number = -1;
    } else return undefined;
  }
  return minor < 0 || number < 0 ? undefined : { major, minor, patch: number, preRelease: '', full: true };
}

function parseAny(text: string): Version | undefined {
  const match = versionForm.exec(text);
  if (match === null) return undefined;
  const [, majorText = '', minorText = '0', patchText = '0', preRelease = ''] = match;
  if (preRelease !== '' && zeroPadded.test(preRelease)) return undefined;
  const major = parseUint(majorText);
  const minor = parseUint(minorText);
  const patch = parseUint(patchText);
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return { major, minor, patch, preRelease, full: match[3] !== undefined };
}

/** Negative, zero or positive by the precedence of Semantic Versioning 2.0. */
export function compareVersions(a: Version, b: Version): number {
  return (
    compareUint(a.major, b.major) ||
    compareUint(a.minor, b.minor) ||
    compareUint(a.patch, b.patch) ||
    comparePreReleases(a.preRelease, b.preRelease)
  );
}

function comparePreReleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  const left = a.split('.');
  const right = b.split('.');
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareIdentifiers(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareIdentifiers(a: string, b: string): number {
  if (a === b) return 0;
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) return compareUint(left, right);
  if (left !== undefined) return -1;
  if (right !== undefined) return 1;
  return a < b ? -1 : 1;
}

/** A number beyond 64 bits counts as text, as in the library whose dialect this is. */
function numeric(identifier: string): Uint | undefined {
  return digitsOnly.test(identifier) ? parseUint(identifier) : undefined;
}
