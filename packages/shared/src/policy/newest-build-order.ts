import { PolicyError } from './policy-error.js';
import {
  compareText,
  createRanking,
  type Item,
  type Order,
  type Ranked,
  type Ranking,
  type Refuse,
} from './ranking.js';
import type { Objection } from './refusal.js';

const order: Order<number> = {
  key: ({ candidate }) => candidate.createdAt ?? undefined,
  compare: (a, b) => a - b,
  breakTie: (a, b) => compareText(a.candidate.tag, b.candidate.tag),
};
const dated = createRanking(order, 'was built before');
const undated: Objection = { rule: 'undated', reason: 'does not say when it was built' };

/**
 * The order of build times; equal ones by name. Build times cost requests, so a listing may leave out those that cannot win: an image is
 * built before it is pushed, hence one pushed no later than the newest was built is older. What could still win and has no time is a fault
 * of the listing and throws a {@link PolicyError}; nothing is chosen on a guess.
 */
export function newestBuildRanking(): Ranking {
  return {
    ...dated,
    rank: (items, refuse, context) => settleUndated(items, dated.rank(items, refuse, context), refuse),
  };
}

function settleUndated(items: readonly Item[], { best, eligible }: Ranked, refuse: Refuse): Ranked {
  const alike: Item[] = [];
  for (const item of items) {
    const { candidate } = item;
    if (typeof candidate.createdAt === 'number') continue;
    const isBest = candidate.digest !== undefined && candidate.digest === best?.candidate.digest;
    if (isBest) alike.push(item);
    else if (candidate.createdAt === null) refuse(item, undated);
    else if (isProvablyOlder(item, best)) alike.push(item);
    else throw missing(item);
  }
  return { best, eligible: [...eligible, ...alike] };
}

function isProvablyOlder({ candidate }: Item, best: Item | undefined): boolean {
  const newest = best?.candidate.createdAt;
  return typeof newest === 'number' && candidate.pushedAt !== undefined && candidate.pushedAt <= newest;
}

function missing({ candidate }: Item): PolicyError {
  return new PolicyError(
    'policy-facts-missing',
    `the build time of tag ${candidate.tag} is not known, although it could be the newest`,
  );
}
