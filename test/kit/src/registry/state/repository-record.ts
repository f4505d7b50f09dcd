import type { ImageRecord } from './image-record.js';

/** Whether tags may move, and which ones are the exception. */
export type Mutability = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION';

/** What the owner of a repository decides. */
export interface RepositorySettings {
  readonly mutability: Mutability;
  /** Wildcards of tags to which the opposite applies. */
  readonly exclusions: readonly string[];
  readonly scanOnPush: boolean;
  readonly lifecyclePolicy?: string | undefined;
}

/** A repository of the registry. */
export interface RepositoryRecord {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  settings: RepositorySettings;
  /** By digest. */
  readonly images: Map<string, ImageRecord>;
  /** Digests by tag. */
  readonly tags: Map<string, string>;
}

/** Settings of a repository that is made without any. */
export const defaultSettings: RepositorySettings = { mutability: 'MUTABLE', exclusions: [], scanOnPush: false };

/** Whether a tag that is taken may be given to another image. */
export function mayMove({ mutability, exclusions }: RepositorySettings, tag: string): boolean {
  const mutable = mutability.startsWith('MUTABLE');
  const excluded = mutability.endsWith('_WITH_EXCLUSION') && exclusions.some((wildcard) => matches(wildcard, tag));
  return mutable !== excluded;
}

function matches(wildcard: string, tag: string): boolean {
  const pieces = wildcard.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`).test(tag);
}

/** The tags of each digest, in order of their names. */
export function tagsByDigest({ tags }: RepositoryRecord): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const [tag, digest] of tags) {
    const others = result.get(digest);
    if (others === undefined) result.set(digest, [tag]);
    else others.push(tag);
  }
  for (const names of result.values()) names.sort();
  return result;
}
