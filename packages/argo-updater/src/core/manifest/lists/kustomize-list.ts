import {
  type ArgocdImage,
  type ImageReference,
  parseArgocdImage,
  parseDigest,
  readImageReference,
  sameRepository,
  writtenName,
} from '@towline/shared/image';
import { sameKustomizeImage } from '../../application/images/kustomize-image.js';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { ImageUpdate } from '../image-site.js';
import { type ImageVersion, referenceIn, versionSuffix } from '../image-version.js';
import { applyListChanges, type ListChange } from './list-change.js';

/** An item of a `kustomize.images` list: `[name=]image[:tag][@digest]`. */
interface KustomizeOverride {
  /** The name that the manifests use, where another one takes its place. */
  readonly name: string | undefined;
  readonly image: string;
}

/** Whose rules tell which item of a list overrides an image. */
export interface KustomizeRules {
  readonly compat: boolean;
  /** Whether the list is that of a live Application, for which argocd-image-updater has another rule than for files. */
  readonly live?: boolean | undefined;
}

/** The changes that make a `kustomize.images` list say these versions. */
export function kustomizeChanges(
  list: readonly string[],
  updates: readonly ImageUpdate[],
  rules: KustomizeRules,
): readonly ListChange<string>[] {
  const changes: ListChange<string>[] = [];
  for (const { image, to } of updates) {
    const now = applyListChanges(list, changes);
    const index = findKustomizeImage(now, image, rules);
    const existing = now[index];
    const item = `${overrideName(existing, image, rules.compat)}${versionSuffix(completed(to, existing))}`;
    changes.push(existing === undefined ? { kind: 'append', item } : { kind: 'set', index, item });
  }
  return changes;
}

/**
 * The position of the item that overrides an image, or -1: by the name that the manifests use where one is known, else by the image itself.
 * Under `compat` names must be spelled alike, but for `docker.io/`, or for any registry in a live Application.
 */
export function findKustomizeImage(
  list: readonly string[],
  image: ManagedImage,
  { compat, live = false }: KustomizeRules,
): number {
  const wanted = parseArgocdImage(freshName(image));
  const isSame = compat && live ? sameWithoutRegistry : sameKustomizeImage;
  const exact = list.findIndex((item) => isSame(parseArgocdImage(item), wanted));
  if (exact !== -1 || compat) return exact;
  const sought = image.target.kind === 'kustomize' ? referenceIn(image.target.name) : image.repository;
  if (!sought) return -1;
  return list.findIndex((item) => {
    const { name, image: text } = takeApart(item);
    const known = referenceIn(image.target.kind === 'kustomize' ? (name ?? text) : text);
    return known !== undefined && sameRepository(known, sought);
  });
}

function sameWithoutRegistry(a: ArgocdImage, b: ArgocdImage): boolean {
  return a.alias !== '' && b.alias !== '' ? a.alias === b.alias : a.imageName === b.imageName;
}

/** What an item makes of the image it overrides. */
export function kustomizeReference(item: string): ImageReference | undefined {
  return referenceIn(takeApart(item).image);
}

/** A version with what it leaves open and the item has: the tag of the same digest, or everything. */
function completed(to: ImageVersion, existing: string | undefined): ImageVersion {
  const { tag } = parseArgocdImage(existing ?? '');
  const isOpen = to.tag === undefined && (to.digest === undefined || to.digest === tag?.digest);
  return isOpen && tag ? { tag: tag.name || undefined, digest: to.digest ?? parseDigest(tag.digest) } : to;
}

/** What the list is to call the image: as it does already, where that is the same repository. */
function overrideName(existing: string | undefined, image: ManagedImage, compat: boolean): string {
  if (existing === undefined || compat) return freshName(image);
  const { name, image: text } = takeApart(existing);
  const reading = readImageReference(text);
  const same = reading.kind === 'reference' && sameRepository(reading.reference, image.repository);
  const written = same ? writtenName(reading.reference) : image.name;
  const known = name ?? (image.target.kind === 'kustomize' ? image.target.name : undefined);
  return known === undefined || known === written ? written : `${known}=${written}`;
}

function freshName({ target, name }: ManagedImage): string {
  return target.kind === 'kustomize' ? `${target.name}=${name}` : name;
}

function takeApart(item: string): KustomizeOverride {
  const equals = item.indexOf('=');
  return equals === -1
    ? { name: undefined, image: item }
    : { name: item.slice(0, equals), image: item.slice(equals + 1) };
}

/** The name of the image in the manifests, as `images` of a kustomization has it. */
export function kustomizeName(image: ManagedImage): string {
  return image.target.kind === 'kustomize' ? image.target.name : image.name;
}
