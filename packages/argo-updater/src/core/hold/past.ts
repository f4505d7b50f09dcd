import { parseDigest } from '@towline/shared/image';
import type { CommitSummary } from '@towline/shared/ports';
import { type ImageVersion, parseTagText } from '../manifest/image-version.js';
import { trailerKeys } from '../message/trailers.js';

/** A value of a place, and the commit that put it there. */
export interface PastValue {
  /** Undefined where the place said nothing. */
  readonly value: string | undefined;
  readonly by: PastCommit;
}

/** A commit as far as holds go. */
export interface PastCommit {
  readonly sha: string;
  readonly author: string;
  /** Whether it was an update by us: such a step is no decision of a person. A rollback is one, whoever made its commit. */
  readonly isUpdate: boolean;
}

/** What one place held, the newest first. The first stands there now. */
export type Past = readonly PastValue[];

/** A version as holds name it. */
export function heldName({ tag, digest }: ImageVersion): string | undefined {
  if (tag === undefined) return digest;
  return digest === undefined ? tag : `${tag}@${digest}`;
}

/** Reads what {@link heldName} writes. Undefined for any other text. */
export function parseHeldName(name: string): ImageVersion | undefined {
  const digest = parseDigest(name);
  return digest === undefined ? parseTagText(name) : { digest };
}

/** Whether two names are of one version: by their digests where both have one, since Kustomize keeps a digest without its tag. */
export function isSameHeld(one: string, other: string): boolean {
  const [a, b] = [parseHeldName(one)?.digest, parseHeldName(other)?.digest];
  return one === other || (a !== undefined && a === b);
}

/** Reads a commit: ours are those with our address or our trailers, which a rebase keeps. `emails` are the addresses that we commit under. */
export function pastCommit({ sha, author, body }: CommitSummary, emails: readonly string[]): PastCommit {
  const says = (key: string): boolean => body.split('\n').some((line) => line.startsWith(`${key}: `));
  const isOurs = emails.includes(author.email) || says(trailerKeys.application);
  return { sha, author: author.name, isUpdate: isOurs && !says(trailerKeys.rollback) };
}
