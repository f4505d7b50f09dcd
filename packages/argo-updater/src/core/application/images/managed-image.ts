import type { ArgocdConfiguredImage, Digest, ImageRepository, Platform } from '@towline/shared/image';
import type { ImagePolicy } from './image-policy.js';
import type { ManifestTarget } from './manifest-target.js';

/** An image of an Application that is kept up to date: everything that was said about it, merged and read. */
export interface ManagedImage {
  /** Empty where the image has none. */
  readonly alias: string;
  /** How people know the image: its alias, or its name. */
  readonly label: string;
  /** `name[:constraint][@digest]`, as it was written. */
  readonly reference: string;
  /** The name as it was written, without constraint: what is written into manifests. */
  readonly name: string;
  readonly repository: ImageRepository;
  /** The text after the colon: a version constraint, or the tag that the digest strategy follows; empty for none. */
  readonly constraint: string;
  readonly digest: Digest | undefined;
  /** The image as argocd-image-updater sees it: for names in messages and branches, and for matching under `compat`. */
  readonly argocd: ArgocdConfiguredImage;
  readonly policy: ImagePolicy;
  /** Platforms that the image must have; none were declared where empty. */
  readonly platforms: readonly Platform[];
  /** The registry credentials, as a reference. */
  readonly pullSecret: string | undefined;
  /** Whether to update it also where it is not live. */
  readonly force: boolean;
  readonly allowDowngrade: boolean;
  readonly pin: 'none' | 'digest';
  readonly target: ManifestTarget;
  /** The public key that must have signed it; undefined where signatures are not looked at. */
  readonly verification: { readonly secretName: string; readonly key: string } | undefined;
  /** Tags that a person holds, or all of them. */
  readonly hold: 'all' | readonly string[];
  /** When such a hold ends, in milliseconds since the epoch; undefined where it stays until it is taken away. */
  readonly holdUntil: number | undefined;
  /** Why, in the words of whoever holds. */
  readonly holdReason: string | undefined;
  /** Tags that a person released from a hold, or commits whose revert does not count. */
  readonly release: readonly string[];
}
