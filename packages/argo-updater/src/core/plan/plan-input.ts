import type { CandidateList, SourceHistory } from '@towline/shared/policy';
import type { ImageFacts } from '@towline/shared/ports';
import type { ManagedApplication } from '../application/managed-application.js';
import type { Past } from '../hold/past.js';
import type { ManifestTree } from '../manifest/manifest-tree.js';
import type { Failure } from './image-outcome.js';
import type { SignatureVerdict } from './signature-verdict.js';

/** Everything that was gathered. */
export interface PlanInput {
  readonly applications: readonly ApplicationFacts[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The hex digest of a text, for the names of branches. */
  readonly sha256: (text: string) => string;
}

/** An Application, and what is known of its images and of the place that is written. */
export interface ApplicationFacts {
  readonly managed: ManagedApplication;
  /** One for each of `managed.images`, in their order. */
  readonly images: readonly GatheredImage[];
  readonly place: PlaceFacts;
}

/** What was asked about one image. Images of one repository may share their listing, and should: it is judged once for all of them. */
export interface GatheredImage {
  readonly listing: Answer<CandidateList>;
  /** For the strategy `commit`; undefined for the others. */
  readonly history?: Answer<SourceHistory> | undefined;
  /** What {@link whatIsMissing} asked for; undefined until then, and where it did not ask. */
  readonly inspection?: Answer<ImageFacts | undefined> | undefined;
  /** What {@link whatIsUnverified} asked for; undefined until then, and where no signature is wanted. */
  readonly verdict?: Answer<SignatureVerdict> | undefined;
  /** What its places held before, each with a history of its own; empty where nobody but us changed them, or where it was not looked at. */
  readonly past: readonly Past[];
}

/** An answer from outside, or why there is none. */
export type Answer<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A branch of a manifest repository at one commit. Applications that write to it share the object. */
export interface ManifestBranch {
  readonly repository: string;
  readonly name: string;
  readonly tree: ManifestTree;
  /** The files that the targets need, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** The place that is written, as it is now. */
export type PlaceFacts =
  /** The live Application, which is at hand already. */
  | { readonly kind: 'live' }
  | { readonly kind: 'branch'; readonly branch: ManifestBranch }
  | { readonly kind: 'failed'; readonly failure: Failure };
