import {
  type ArgocdConfiguredImage,
  argocdName,
  type ImageListEntry,
  type ImageReference,
  parseArgocdImage,
  parseDigest,
  parseImageList,
  readImageReference,
  writtenName,
} from '@towline/shared/image';
import type { ImageSettings } from '../settings.js';

/** The name of an image taken apart. */
export interface ImageIdentity {
  readonly name: string;
  readonly image: ImageReference;
  readonly constraint: string;
  readonly digest: ImageListEntry['digest'];
  readonly argocd: ArgocdConfiguredImage;
}

/** An image that was read, or why its name is none. */
export type ImageReading =
  | { readonly kind: 'read'; readonly identity: ImageIdentity }
  | { readonly kind: 'refused'; readonly message: string; readonly fix: string };

/** Reads the name of an image: `name[:constraint][@digest]`. Under `compat` as argocd-image-updater does, its mistakes included. */
export function readImage(settings: ImageSettings, compat: boolean): ImageReading {
  const argocd = readArgocdImage(settings);
  return compat ? readByPeer(argocd) : readName(settings.imageName, argocd);
}

function readName(imageName: string, argocd: ArgocdConfiguredImage): ImageReading {
  // With an alias in front, an equals sign in the constraint cannot be taken for one.
  const { entries, findings } = parseImageList(`image=${imageName}`);
  const [entry] = entries;
  if (!entry || findings.length > 0 || entries.length > 1) {
    const [{ problem, hint } = { problem: 'it is more than one image', hint: undefined }] = findings;
    return refuse(imageName, problem, hint);
  }
  const { image, constraint = '', digest } = entry;
  return { kind: 'read', identity: { name: writtenName(image), image, constraint, digest, argocd } };
}

function readByPeer(argocd: ArgocdConfiguredImage): ImageReading {
  const name = argocdName(argocd);
  const reading = readImageReference(name);
  if (reading.kind === 'refused') return refuse(name, reading.problem, reading.hint);
  const digest = parseDigest(argocd.tag?.digest ?? '');
  return {
    kind: 'read',
    identity: { name, image: reading.reference, constraint: argocd.tag?.name ?? '', digest, argocd },
  };
}

function readArgocdImage({ alias, imageName, manifestTargets }: ImageSettings): ArgocdConfiguredImage {
  const kustomizeName = manifestTargets?.kustomize?.name;
  const kustomizeImage = kustomizeName ? parseArgocdImage(kustomizeName) : undefined;
  return { ...parseArgocdImage(`${alias}=${imageName}`), kustomizeImage };
}

function refuse(
  name: string,
  problem: string,
  hint = 'Write it as host/path, with a constraint after a colon.',
): ImageReading {
  return { kind: 'refused', message: `${JSON.stringify(name)} names no image: ${problem}`, fix: hint };
}
