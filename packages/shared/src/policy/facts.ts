import type { Platform } from '../image/index.js';
import type { CompiledPolicy } from './compile-policy.js';
import { looksLikeNumber, revisionReader } from './revision-reader.js';
import type { TagFilter } from './tag-filter.js';

/** What a policy must know of the tags of a repository before it can choose, beyond their names. */
export type FactDemand =
  /** Names alone decide: semver, alphabetical, numerical. */
  | { readonly kind: 'names' }
  /** The digests of these tags (the `digest` strategy follows one tag); all tags where none is named. */
  | { readonly kind: 'digests'; readonly tags?: readonly string[] }
  /** The build time of as many eligible tags as it takes to be sure of the newest one. */
  | {
      readonly kind: 'newest-build';
      readonly eligible: (tag: string) => boolean;
      /** An index is as new as the newest of these; as its first platform where the list is empty. */
      readonly platforms: readonly Platform[];
    }
  /** The source revision of every eligible tag, from its label: those that do not say it themselves. */
  | { readonly kind: 'revisions'; readonly eligible: (tag: string) => boolean };

/**
 * What to ask a registry for before `select`: no more than the policy needs. The `eligible` tags are those that its filters on names let
 * through.
 */
export function factsNeeded({ source, filter, platforms }: CompiledPolicy): FactDemand {
  switch (source.order.kind) {
    case 'digest':
      return { kind: 'digests', tags: [source.order.tag] };
    case 'newest-build':
      return { kind: 'newest-build', eligible: (tag) => typeof filter(tag) === 'string', platforms };
    case 'commit':
      return { kind: 'revisions', eligible: needsLabel(filter, source.order.pattern) };
    case 'semver':
    case 'alphabetical':
    case 'numerical':
      return { kind: 'names' };
  }
}

/** A tag that names its commit needs no label, which would cost a request or two for each image. */
function needsLabel(filter: TagFilter, pattern: string | undefined): (tag: string) => boolean {
  const read = revisionReader(pattern);
  if (typeof read !== 'function') return () => false;
  return (tag) => {
    const text = filter(tag);
    if (typeof text !== 'string') return false;
    const revision = read(text);
    return revision === undefined || looksLikeNumber(revision);
  };
}
