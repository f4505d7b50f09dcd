import type { DeliveryRecord } from './delivery-record.js';

/** Whether a record is about a commit: of the source, by its label or by the digits in its tag, or of the manifest repository. `sha` is in lower case. */
export function matchesSha(
  { revision, commit, tag }: Pick<DeliveryRecord, 'revision' | 'commit' | 'tag'>,
  sha: string,
): boolean {
  return [revision, commit, ...digitsIn(tag)].some((known) => known !== undefined && isSameCommit(known, sha));
}

function isSameCommit(known: string, sha: string): boolean {
  const lower = known.toLowerCase();
  return lower.length >= 7 && (lower.startsWith(sha) || sha.startsWith(lower));
}

/** `main-1a2b3c4` has the first digits of a commit; `20260101` has not, since a date is none. */
function digitsIn(tag = ''): readonly string[] {
  return tag.split(/[^0-9a-zA-Z]/).filter((word) => /^[0-9a-f]{7,64}$/i.test(word) && /[a-f]/i.test(word));
}
