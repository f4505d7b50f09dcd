import {
  type ArgocdConfiguredImage,
  type ArgocdImage,
  type ArgocdTag,
  argocdImagesDiffer,
  argocdTagsEqual,
} from '@towline/shared/image';

/** What argocd-image-updater compares. */
export interface PeerComparison {
  readonly live: ArgocdImage;
  readonly configured: ArgocdConfiguredImage;
  /** With a digest for the digest strategy only. */
  readonly latest: ArgocdTag;
  readonly strategy: string;
}

const untagged: ArgocdTag = { name: '', digest: '' };

/** Whether argocd-image-updater would update: by what is live, whatever Git says. */
export function peerNeedsUpdate({ live, configured, latest, strategy }: PeerComparison): boolean {
  const tag = live.tag ?? untagged;
  if (strategy === 'digest') return tag.digest === '' || tag.digest !== latest.digest;
  if (!argocdTagsEqual(tag, latest)) return true;
  return configured.kustomizeImage !== undefined && argocdImagesDiffer(configured, live, false);
}
