import type { Selection, SourceHistory } from '@towline/shared/policy';
import type { RefusalRule } from './image-outcome.js';

/** How many different reasons are told. */
const told = 3;

/** Why nothing could be chosen, in one sentence: the most frequent reasons first. */
export function noTagMatches(
  { refusals }: Selection,
  history: SourceHistory | undefined,
): { readonly kind: 'refused'; readonly rule: RefusalRule; readonly reason: string } {
  if (refusals.length === 0) return { kind: 'refused', rule: 'no-tag-matches', reason: 'the repository has no tags' };
  const counts = new Map<string, number>();
  for (const { reason } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const frequent = [...counts].sort(([, a], [, b]) => b - a);
  const reasons = frequent.slice(0, told).map(([reason, count]) => `${count} × “${reason}”`);
  const more = frequent.length > told ? ', and others' : '';
  const strays = history !== undefined && refusals.some(({ rule }) => rule === 'not-on-branch');
  return {
    kind: 'refused',
    rule: strays ? 'not-on-branch' : 'no-tag-matches',
    reason: `none of ${refusals.length} tags can be chosen: ${reasons.join(', ')}${more}`,
  };
}
