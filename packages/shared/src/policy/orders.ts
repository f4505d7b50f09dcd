import { commitRanking } from './commit-order.js';
import { compareExact, type ExactNumber, parseExactNumber } from './decimal.js';
import type { Finding } from './finding.js';
import { newestBuildRanking } from './newest-build-order.js';
import { PolicyError } from './policy-error.js';
import { compareText, createRanking, type Item, type Order, type Ranking } from './ranking.js';
import type { Objection } from './refusal.js';
import type { OrderSpec, OrderSpecs, Policy } from './schema.js';
import { semverRanking } from './semver-order.js';

/** Every order there is. A new one is added here and in the schema. */
const orders: {
  readonly [Kind in keyof OrderSpecs]: (spec: OrderSpec<Kind>, compat: Policy['compat']) => Ranking | Finding;
} = Object.freeze({
  semver: semverRanking,
  'newest-build': newestBuildRanking,
  alphabetical: ({ direction }: OrderSpec<'alphabetical'>) =>
    directed(alphabetical, direction, ['sorts before', 'sorts after']),
  numerical: ({ direction }: OrderSpec<'numerical'>) =>
    directed(numerical, direction, ['is smaller than', 'is greater than']),
  commit: commitRanking,
  digest: ({ tag }: OrderSpec<'digest'>, compat: Policy['compat']) => followed(tag, compat),
});

/** The ranking that an order of a policy stands for, or the finding against it. */
export function compileOrder<Kind extends keyof OrderSpecs>(
  spec: OrderSpec<Kind>,
  compat: Policy['compat'],
): Ranking | Finding {
  return orders[spec.kind](spec, compat);
}

/** Of tags with equal keys the first in byte order, as Flux has it. */
const firstTag = (a: Item, b: Item): number => compareText(b.candidate.tag, a.candidate.tag);

const alphabetical: Order<string> = { key: ({ text }) => text, compare: compareText, breakTie: firstTag };

const notANumber: Objection = { rule: 'not-a-number', reason: 'is not a number' };
const numerical: Order<ExactNumber> = {
  key: (item, refuse) => parseExactNumber(item.text) ?? refuse(item, notANumber),
  compare: compareExact,
  breakTie: firstTag,
};

function directed<Key>(
  order: Order<Key>,
  direction: 'asc' | 'desc' | undefined,
  [whenAscending, whenDescending]: readonly [string, string],
): Ranking {
  if (direction !== 'desc') return createRanking(order, whenAscending);
  return createRanking({ ...order, compare: (a, b) => order.compare(b, a) }, whenDescending);
}

function followed(tag: string, compat: Policy['compat']): Ranking | Finding {
  if (tag === '') {
    return {
      path: 'order.tag',
      problem: 'is empty',
      hint: 'Name the tag whose digest is to be followed, for example latest.',
    };
  }
  const otherTag: Objection = { rule: 'other-tag', reason: `is not ${tag}, the tag that is followed` };
  const order: Order<string> = {
    key: (item, refuse) => {
      if (item.candidate.tag !== tag) return refuse(item, otherTag);
      if (item.candidate.digest === undefined && compat === undefined) {
        throw new PolicyError('policy-facts-missing', `the digest of tag ${tag} is not known, although it is followed`);
      }
      return tag;
    },
    compare: compareText,
    breakTie: firstTag,
  };
  return createRanking(order, 'is not');
}
