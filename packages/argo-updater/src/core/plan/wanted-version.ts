import { type Digest, type ImageReference, sameRepository } from '@towline/shared/image';
import type { Candidate } from '@towline/shared/policy';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { ImageVersion } from '../manifest/image-version.js';

/** What is written for a candidate. `digest` is that of the candidate where the listing did not say it. */
export function wantedVersion(image: ManagedImage, chosen: Candidate, digest = chosen.digest): ImageVersion {
  return { tag: chosen.tag, digest: wantsDigest(image) ? digest : undefined };
}

/** Whether a digest is written, not a tag alone. */
export function wantsDigest({ pin, policy }: ManagedImage): boolean {
  return pin === 'digest' || policy.order.kind === 'digest';
}

/** A version, and the digest that is known of what is wanted, whether or not it is written. */
export interface Comparison {
  readonly image: ManagedImage;
  readonly to: ImageVersion;
  readonly compat: boolean;
}

/** Whether a place holds what is wanted already. */
export function holdsWanted(held: ImageReference, { image, to, compat }: Comparison): boolean {
  return sameRepository(held, image.repository) && isWanted(held, { image, to, compat });
}

/**
 * Whether a version is the wanted one. A tag that is pinned already is left alone when it is pushed again: that is what pinning is for. A
 * digest that a person wrote behind the tag is left alone as well. argocd-image-updater minds every difference.
 */
export function isWanted(version: ImageVersion, { image, to, compat }: Comparison): boolean {
  if (compat || image.policy.order.kind === 'digest') return sameDigest(version, to) && hasTag(version, to);
  if (version.tag === undefined) return to.digest !== undefined && sameDigest(version, to);
  return version.tag === to.tag && (image.pin === 'none' || version.digest !== undefined);
}

/** Kustomize keeps a digest without its tag. */
function hasTag(version: ImageVersion, to: ImageVersion): boolean {
  return version.tag === to.tag || (version.tag === undefined && to.digest !== undefined);
}

function sameDigest(a: { readonly digest?: Digest | undefined }, b: { readonly digest?: Digest | undefined }): boolean {
  return a.digest === b.digest;
}

/** A version as people read it: `1.2.3`, `1.2.3@sha256:…`. */
export function describeVersion({ tag, digest }: ImageVersion): string {
  return [tag, digest].filter((part) => part !== undefined).join('@');
}
