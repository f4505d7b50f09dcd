import type { PullRequestSettings } from '../settings.js';
import type { Push } from './write-target.js';

/** A pull request as it will be opened, or why it cannot be. */
export type PullRequestReading =
  | { readonly kind: 'read'; readonly push: Push & { readonly kind: 'pull-request' } }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads the settings of a pull request: exactly one provider; labels without blanks, empty ones and repetitions. */
export function readPullRequest(settings: PullRequestSettings): PullRequestReading {
  const providers = (['github', 'gitlab'] as const).filter((provider) => settings[provider] !== undefined);
  const [provider, second] = providers;
  if (!provider || second) {
    return { kind: 'refused', message: `a pull request has exactly one provider, and ${providers.length} are given` };
  }
  const { labels = [], reviewers = [], autoMerge = false } = settings;
  return {
    kind: 'read',
    push: { kind: 'pull-request', provider, labels: clean(labels), reviewers: clean(reviewers), autoMerge },
  };
}

function clean(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.trim()))].filter((name) => name !== '');
}
