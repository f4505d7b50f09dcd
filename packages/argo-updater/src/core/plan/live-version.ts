import { type ArgocdImage, findForDigestUpdate, parseDigest, sameRepository } from '@towline/shared/image';
import { findLiveImage } from '../application/images/live-images.js';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { ManagedApplication } from '../application/managed-application.js';
import type { ImageVersion } from '../manifest/image-version.js';

/** The part of an Application that says what is live. */
export type LiveApplication = Pick<ManagedApplication, 'live' | 'compat'>;

/** Whether an image may be updated: it is live, or forced, or nothing is known of what is live. Where not, no registry need be asked. */
export function mayUpdate(application: LiveApplication, image: ManagedImage): boolean {
  const { live, compat } = application;
  return live === undefined || findLiveImage(live, image, compat) !== undefined;
}

/** The version that is live; undefined where it is not known, or not only one. */
export function liveVersion({ live = [], compat }: LiveApplication, image: ManagedImage): ImageVersion | undefined {
  const found = findLiveImage(live, image, compat);
  if (found === undefined) return undefined;
  const { repository } = found;
  const alike = live.filter((one) => one.repository && repository && sameRepository(one.repository, repository));
  const [version, ...others] =
    alike.length === 0 ? [versionOf(found.argocd)] : alike.map(({ argocd }) => versionOf(argocd));
  const agree = others.every((other) => other?.tag === version?.tag && other?.digest === version?.digest);
  return agree ? version : undefined;
}

/** The live image that argocd-image-updater compares with the newest one: the first of its name, or by digest a better one. */
export function peerLiveImage({ live = [] }: LiveApplication, image: ManagedImage, latestDigest: string): ArgocdImage {
  const images = live.map(({ argocd }) => argocd);
  const first = findLiveImage(live, image, true)?.argocd ?? { ...image.argocd, tag: undefined };
  if (image.policy.order.kind !== 'digest') return first;
  return images[findForDigestUpdate(images, image.argocd, latestDigest)] ?? first;
}

/** The version of a live image; undefined where it names none. */
export function versionOf({ tag }: ArgocdImage): ImageVersion | undefined {
  const digest = parseDigest(tag?.digest ?? '');
  const name = tag?.name || undefined;
  return name === undefined && digest === undefined ? undefined : { tag: name, digest };
}
