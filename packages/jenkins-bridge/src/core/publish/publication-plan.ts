import type { Digest, GitSha } from '@towline/shared/image';
import type { BuildFacts } from '../tag/build-facts.js';
import type { TagMutability } from '../tag/can-move.js';

/** How the built commit stands to a branch, as of a fetch that came after the listing of the tags. */
export type BranchHistory =
  /** The commit is on the branch; `newer` are those of its commits that descend from it, the newest first. */
  | { readonly kind: 'on-branch'; readonly newer: readonly GitSha[] }
  | { readonly kind: 'off-branch' }
  | { readonly kind: 'unknown'; readonly why: 'no-revision' | 'shallow' | 'not-fetched' };

/** What the registry says of a repository. */
export interface RepositoryState {
  /** Every tag with the digest that it is on; undefined where the listing has no digests. */
  readonly tags: ReadonlyMap<string, Digest | undefined>;
  /** As the registry says; what the pipeline declares counts where it says nothing. */
  readonly mutability?: TagMutability | undefined;
}

/** What must be known to plan the publication of one image. */
export interface PublicationFacts {
  readonly build: BuildFacts;
  readonly repository: RepositoryState;
  /** By name of the branch; one that is missing was not looked at. */
  readonly histories: Readonly<Record<string, BranchHistory>>;
  /** Of the image that was built, where it is known before the push. */
  readonly digest?: Digest | undefined;
}

/** Why a tag is left where it is, and whether somebody should look into it. */
export const leaveReasons = Object.freeze({
  gate: { severity: 'info', meaning: 'Its condition does not hold for this build.' },
  'off-branch': { severity: 'info', meaning: 'The commit is not on the branch that the tag follows.' },
  'nothing-to-fill': { severity: 'info', meaning: 'The build has no branch, or no Git tag, to make the tag from.' },
  immutable: {
    severity: 'warning',
    meaning: 'The repository does not let the tag move, and it would stay on this image for ever.',
  },
  'commit-unpublished': {
    severity: 'warning',
    meaning: 'No tag of this build names its commit, so nobody could tell whether the next build is newer.',
  },
  'no-revision': { severity: 'warning', meaning: 'The commit is unknown, so it cannot be told which image is newer.' },
  shallow: { severity: 'warning', meaning: 'The clone is shallow, so it cannot be told which image is newer.' },
  'not-fetched': {
    severity: 'warning',
    meaning: 'The branch could not be fetched, so it cannot be told which image is newer.',
  },
} as const);

/** One of {@link leaveReasons}. */
export type LeaveReason = keyof typeof leaveReasons;

/** A tag is put on the image that has the tag `to`, in the registry. */
export interface MoveStep {
  readonly kind: 'move';
  readonly tag: string;
  readonly to: string;
}

/** One step of a publication. */
export type PublicationStep =
  /** The image is pushed under the tag. */
  | { readonly kind: 'push'; readonly tag: string }
  /** The tag is there and stays. `other-content`: on another image than the one that was built, and the repository is immutable. */
  | { readonly kind: 'keep'; readonly tag: string; readonly why: 'same-content' | 'other-content' | 'unknown-content' }
  | MoveStep
  | { readonly kind: 'leave'; readonly tag: string; readonly why: LeaveReason };

/** What becomes of one image. */
export type PublicationPlan =
  | { readonly kind: 'publish'; readonly steps: readonly PublicationStep[] }
  /** The condition of the publication does not hold: nothing is pushed, and that is right. */
  | { readonly kind: 'skip' }
  /** Nothing may be pushed, since not all of it could be. */
  | { readonly kind: 'refuse'; readonly messages: readonly string[] };
