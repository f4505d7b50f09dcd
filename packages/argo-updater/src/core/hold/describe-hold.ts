import type { Hold } from './hold.js';

/** A hold in a few words: `reverted by 1f2e3d4 (Ada)`. */
export function describeHold(hold: Hold): string {
  if (hold.kind === 'manual') return hold.reason;
  const { commit, author, returned, to } = hold;
  const did = returned || to === undefined ? 'reverted' : `set back to ${to}`;
  return `${did} by ${commit.slice(0, 7)} (${author})`;
}
