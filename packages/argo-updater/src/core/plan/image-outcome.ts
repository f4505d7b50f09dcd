import type { Platform } from '@towline/shared/image';
import type { Selection } from '@towline/shared/policy';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { Hold } from '../hold/hold.js';
import type { ImageVersion } from '../manifest/image-version.js';

export type { ImageVersion } from '../manifest/image-version.js';

/** Something that went wrong, as data: the code, message and hint of a `CodedError`, or of a finding. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What is true of an image whatever comes of it. */
export interface Judged {
  readonly image: ManagedImage;
  /** How many candidates were judged. */
  readonly candidates: number;
  /** Every candidate with the rule that refused it; worked out when it is asked for. */
  readonly explain: () => Selection;
}

/** Why nothing is written for an image, although nothing went wrong. */
export type RefusalRule =
  /** The Application does not run the image, and updating it is not forced. */
  | 'not-live'
  /** No candidate came through the filters and the constraint. */
  | 'no-tag-matches'
  /** No candidate is of a commit on the source branch. */
  | 'not-on-branch'
  /** What is deployed stands above everything that could be chosen. */
  | 'downgrade'
  /** Nobody who must have signed it has. */
  | 'not-signed'
  /** Another image or Application writes another value to the same place. */
  | 'conflict';

/** What becomes of one image. */
export type ImageOutcome = Judged & ImageFate;

/** What becomes of an image, without what is true of it anyhow. */
export type ImageFate =
  | {
      readonly kind: 'change';
      /** What stands in Git, or what is live where Git says nothing; undefined where neither does. */
      readonly from: ImageVersion | undefined;
      readonly to: ImageVersion;
      readonly why: Why;
      /** Labels of the new image, as far as they were read. */
      readonly labels?: Readonly<Record<string, string>> | undefined;
    }
  | { readonly kind: 'current'; readonly version: ImageVersion }
  | {
      readonly kind: 'held';
      readonly from: ImageVersion | undefined;
      readonly to: ImageVersion;
      readonly by: Hold;
      /** Completes “held until …”. */
      readonly until: string;
    }
  /** `reason` is a sentence without its full stop. */
  | { readonly kind: 'refused'; readonly rule: RefusalRule; readonly reason: string }
  | {
      readonly kind: 'waiting';
      readonly from: ImageVersion | undefined;
      readonly to: ImageVersion;
      /** The platforms that the image lacks. */
      readonly missing: readonly Platform[];
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** An outcome of one kind. */
export type OutcomeOf<Kind extends ImageOutcome['kind']> = Extract<ImageOutcome, { readonly kind: Kind }>;

/** Why a version is chosen. */
export interface Why {
  /** The strategy by its name: `semver`, `commit`. */
  readonly strategy: string;
  /** Completes “it is …”: `the highest version within ^1.2`. */
  readonly rule: string;
  /** Milliseconds since it was pushed or, where that is not known, built. */
  readonly ageMs?: number | undefined;
}
