import type { RevertHold } from './hold.js';
import type { Past, PastValue } from './past.js';

/** Positive where the policy puts the first value above the second, negative where below, undefined where it cannot tell. */
export type CompareValues = (one: string, other: string) => number | undefined;

/**
 * What the history of a place holds: each value that somebody else than us set back to an older one, unless the place has since held it again or
 * something newer. Values are compared, not messages: a squash or a rebase may have lost whose commit it was, and who wrote the newer value
 * does not matter.
 */
export function heldByHistory(past: Past, compare: CompareValues): readonly RevertHold[] {
  return past.flatMap((now, index) => {
    const before = past[index + 1];
    if (before?.value === undefined || before.value === now.value || now.by.isUpdate) return [];
    const returned = past.slice(index + 2).some(({ value }) => value === now.value);
    if (!isBackward({ value: before.value, now, returned }, compare)) return [];
    if (cameBack(before.value, past.slice(0, index + 1), compare)) return [];
    const { sha: commit, author } = now.by;
    return [{ kind: 'revert', commit, author, value: before.value, to: now.value, returned }];
  });
}

/** Where the policy cannot tell, as of two digests under one tag, a value that had stood there before is an older one. */
function isBackward(
  { value, now, returned }: { readonly value: string; readonly now: PastValue; readonly returned: boolean },
  compare: CompareValues,
): boolean {
  if (now.value === undefined) return true;
  const order = compare(value, now.value);
  return order === undefined || order === 0 ? returned : order > 0;
}

function cameBack(value: string, since: Past, compare: CompareValues): boolean {
  return since.some((later) => {
    if (later.value === undefined) return false;
    return later.value === value || (compare(later.value, value) ?? 0) > 0;
  });
}
