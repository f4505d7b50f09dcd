import type { Digest } from '@towline/shared/image';
import type { Hold, ManualHold, RevertHold } from './hold.js';

/** What is about to be written, and what is known against it. */
export interface HoldQuestion {
  readonly to: { readonly tag?: string | undefined; readonly digest?: Digest | undefined };
  readonly holds: readonly Hold[];
  /** Tags, digests or commits of reverts that a person let go. What was taken back is written then; what a person holds stays held. */
  readonly released: readonly string[];
  /** Whether the policy puts `to` above a value; undefined where it cannot tell. */
  readonly isNewerThan: (value: string) => boolean | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A hold that forbids a value. */
export interface HeldValue {
  readonly by: Hold;
  /** Completes “held until …”. */
  readonly until: string;
}

/** The first hold that forbids what is about to be written, those of persons first; undefined where none does. */
export function applyHolds(question: HoldQuestion): HeldValue | undefined {
  const manual = question.holds.find((hold) => hold.kind === 'manual' && forbids(hold, question));
  const by = manual ?? question.holds.find((hold) => hold.kind === 'revert' && takenBack(hold, question));
  return by && { by, until: untilWhen(by) };
}

function forbids({ values, until }: ManualHold, { to, now }: HoldQuestion): boolean {
  if (until !== undefined && until <= now) return false;
  return values === 'all' || values.some((value) => names(value, to));
}

/** Something older than what was taken back waits as well: it is not what the person who took it back was waiting for. */
function takenBack({ value, commit }: RevertHold, { to, released, isNewerThan }: HoldQuestion): boolean {
  if (released.some((one) => names(one, to) || namesCommit(one, commit))) return false;
  return names(value, to) || isNewerThan(value) === false;
}

/** Seven digits of a commit name it, as everywhere in Git. */
function namesCommit(released: string, commit: string): boolean {
  return /^[0-9a-f]{7,}$/.test(released) && commit.startsWith(released);
}

function names(value: string, { tag, digest }: HoldQuestion['to']): boolean {
  return value === tag || value === digest || (digest !== undefined && value === `${tag ?? ''}@${digest}`);
}

function untilWhen(hold: Hold): string {
  if (hold.kind === 'revert') return `something newer than ${hold.value} appears, or it is released`;
  return hold.until === undefined ? 'the hold is taken away' : new Date(hold.until).toISOString();
}
