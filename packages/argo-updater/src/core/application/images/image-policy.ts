import { argocdPolicy, type Policy, parseArgocdStrategy } from '@towline/shared/policy';
import type { OwnSettings } from '../annotations/own-settings.js';
import type { UpdateSettings } from '../settings.js';

/** By where the commit of an image stands in the history of its source. What is undefined, the labels of the image tell. */
export interface CommitOrder {
  readonly kind: 'commit';
  readonly repository: string | undefined;
  readonly branch: string | undefined;
  /** An RE2 pattern whose group `sha` is the commit id in a tag. */
  readonly pattern: string | undefined;
}

/** Which tags are looked at, and which of them is the newest: what a policy is compiled from. */
export interface ImagePolicy extends Omit<Policy, 'order'> {
  readonly order: Policy['order'] | CommitOrder;
}

/** The strategies that argocd-image-updater does not have. */
const ownStrategies = ['numerical', 'commit'] as const;

/** The names of all strategies, old ones included. */
export const strategyNames: readonly string[] = [
  'semver',
  'newest-build',
  'latest',
  'alphabetical',
  'name',
  'digest',
  ...ownStrategies,
];

/** What the policy of an image is made from. */
export interface PolicySettings {
  readonly common: UpdateSettings;
  readonly own: OwnSettings;
  /** The text after the colon of the image name; empty for none. */
  readonly constraint: string;
  readonly platforms: readonly string[];
  readonly compat: boolean;
}

/** The policy that settings mean. An unknown strategy is semver, as at argocd-image-updater, to which ours are unknown. */
export function imagePolicy({ common, own, constraint, platforms, compat }: PolicySettings): ImagePolicy {
  const { updateStrategy = 'semver', allowTags, ignoreTags } = common;
  const strategy = parseArgocdStrategy(updateStrategy) ?? 'semver';
  const policy = argocdPolicy(
    { strategy, constraint, allowTags, ignoreTags, platforms },
    compat ? 'argocd-image-updater' : undefined,
  );
  if (compat) return policy;
  return { ...policy, ...extraction(policy, own), order: ownOrder(updateStrategy, own) ?? directed(policy.order, own) };
}

function ownOrder(text: string, own: OwnSettings): ImagePolicy['order'] | undefined {
  switch (ownStrategies.find((name) => name === text.toLowerCase())) {
    case 'numerical':
      return { kind: 'numerical', direction: own.order };
    case 'commit': {
      const { commitRepository: repository, commitBranch: branch, commitPattern: pattern } = own;
      return { kind: 'commit', repository, branch, pattern };
    }
    case undefined:
      return undefined;
  }
}

function directed(order: Policy['order'], { order: direction }: OwnSettings): Policy['order'] {
  return order.kind === 'alphabetical' ? { ...order, direction } : order;
}

/** With `extract` the pattern of `allow-tags` both filters and captures. */
function extraction({ allowTags = '' }: Policy, { extract }: OwnSettings): Pick<Policy, 'allowTags' | 'filterTags'> {
  const [, pattern] = /^regexp:(.*)$/is.exec(allowTags) ?? [];
  if (extract === undefined || pattern === undefined) return { allowTags };
  return { allowTags: undefined, filterTags: { pattern, extract } };
}
