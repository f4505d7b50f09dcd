import type { Digest } from '@towline/shared/image';

/** A blob of the store. */
export interface StoredBlob {
  readonly digest: Digest;
  readonly size: number;
  /** When it was last written or read, in milliseconds. */
  readonly usedAt: number;
}

/** An image of the store that has a name. */
export interface StoredName {
  readonly name: string;
  readonly usedAt: number;
  /** All blobs that the image is made of, its manifests among them. */
  readonly blobs: readonly Digest[];
}

/** What is in a store. */
export interface StoreContents {
  readonly blobs: readonly StoredBlob[];
  readonly names: readonly StoredName[];
}

/** How much of it stays. */
export interface StoreLimits {
  readonly maxBytes: number;
  /** What was not used for so long goes. */
  readonly maxAgeMs: number;
}

/** What was used so recently may be part of a build that runs: it stays, whatever the limits say. */
export const recentMs = 60 * 60_000;

/** What goes, and how much then stays. */
export interface PrunePlan {
  readonly names: readonly StoredName[];
  readonly blobs: readonly StoredBlob[];
  readonly keptBytes: number;
}

/**
 * What of a store goes, so that it keeps to its limits: what was not used for longest first. A blob of an image that has a name goes only
 * with that name.
 */
export function planPrune(
  { blobs, names }: StoreContents,
  { maxBytes, maxAgeMs }: StoreLimits,
  now: number,
): PrunePlan {
  const users = countUsers(names);
  const waiting = new Map<Digest, StoredBlob>();
  const gone: StoredBlob[] = [];
  const goneNames: StoredName[] = [];
  let keptBytes = blobs.reduce((sum, { size }) => sum + size, 0);
  const remove = (blob: StoredBlob) => {
    gone.push(blob);
    keptBytes -= blob.size;
  };
  for (const each of oldestFirst(blobs, names)) {
    const age = now - each.usedAt;
    if (age < recentMs || (age < maxAgeMs && keptBytes <= maxBytes)) break;
    if (!('name' in each)) {
      if ((users.get(each.digest) ?? 0) === 0) remove(each);
      else waiting.set(each.digest, each);
      continue;
    }
    goneNames.push(each);
    for (const digest of new Set(each.blobs)) {
      const left = (users.get(digest) ?? 0) - 1;
      users.set(digest, left);
      const blob = waiting.get(digest);
      if (left === 0 && blob !== undefined) remove(blob);
    }
  }
  return { names: goneNames, blobs: gone, keptBytes };
}

function countUsers(names: readonly StoredName[]): Map<Digest, number> {
  const users = new Map<Digest, number>();
  for (const { blobs } of names) {
    for (const digest of new Set(blobs)) users.set(digest, (users.get(digest) ?? 0) + 1);
  }
  return users;
}

/** Of the same time, a name stands behind its blobs. */
function oldestFirst(blobs: readonly StoredBlob[], names: readonly StoredName[]): readonly (StoredBlob | StoredName)[] {
  return [...blobs, ...names].sort((one, other) => one.usedAt - other.usedAt);
}
