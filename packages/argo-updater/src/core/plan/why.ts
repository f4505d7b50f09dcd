import type { Candidate, OrderSpec, SourceHistory } from '@towline/shared/policy';
import type { ImagePolicy } from '../application/images/image-policy.js';
import type { Why } from './image-outcome.js';

/** Why a candidate is chosen, in words. */
export function whyChosen(
  { order }: ImagePolicy,
  { pushedAt, createdAt }: Candidate,
  { now, history }: { readonly now: number; readonly history: SourceHistory | undefined },
): Why {
  const since = pushedAt ?? createdAt ?? undefined;
  return {
    strategy: order.kind,
    rule: ruleWords(order, history),
    ageMs: since === undefined ? undefined : Math.max(0, now - since),
  };
}

function ruleWords(order: OrderSpec, history: SourceHistory | undefined): string {
  switch (order.kind) {
    case 'semver':
      return order.constraint === undefined ? 'the highest version' : `the highest version within ${order.constraint}`;
    case 'newest-build':
      return 'the newest build';
    case 'alphabetical':
      return order.direction === 'desc' ? 'the first name' : 'the last name';
    case 'numerical':
      return order.direction === 'desc' ? 'the smallest number' : 'the greatest number';
    case 'digest':
      return `what ${order.tag} names now`;
    case 'commit':
      return `the newest commit on ${history?.branch ?? order.branch ?? 'the branch'}`;
  }
}
