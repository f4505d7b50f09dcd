import { type ImageReference, sameRepository, withVersion } from '@towline/shared/image';
import type { YamlDocument, YamlEdit, YamlPath } from '@towline/shared/yaml';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { ImageUpdate } from '../image-site.js';
import { parseTagText, referenceIn } from '../image-version.js';
import { kustomizeName } from '../lists/kustomize-list.js';
import { asList, valueAt } from '../yaml-value.js';

/** An entry of `images` in a kustomization, as it is spelled. */
export interface KustomizationEntry {
  readonly name: string;
  readonly newName: string | undefined;
  readonly newTag: string | undefined;
  readonly digest: string | undefined;
}

const list = 'images';

/** The entries of a kustomization. */
export function readEntries(document: YamlDocument | undefined): readonly KustomizationEntry[] {
  const entries = asList(valueAt(document?.value, [list])) ?? [];
  return entries.map((_, index) => {
    const text = (field: string) => document?.textOf([list, index, field]) || undefined;
    return { name: text('name') ?? '', newName: text('newName'), newTag: text('newTag'), digest: text('digest') };
  });
}

/**
 * The position of the entry for an image, or -1: by the name in the manifests, or else by what it makes of that name. Under `compat` the
 * names must be spelled alike.
 */
export function findEntry(entries: readonly KustomizationEntry[], image: ManagedImage, compat: boolean): number {
  const name = kustomizeName(image);
  const exact = entries.findIndex((entry) => entry.name === name);
  if (exact !== -1 || compat) return exact;
  const makes = entries.findIndex(({ newName }) => image.target.kind !== 'kustomize' && isRepository(newName, image));
  return makes !== -1 ? makes : entries.findIndex((entry) => sameName(entry.name, name));
}

function isRepository(name: string | undefined, { repository }: ManagedImage): boolean {
  const reference = referenceIn(name);
  return reference !== undefined && sameRepository(reference, repository);
}

function sameName(a: string, b: string): boolean {
  const [one, other] = [referenceIn(a), referenceIn(b)];
  return one !== undefined && other !== undefined && sameRepository(one, other);
}

/** What Kustomize makes of the image; undefined where the entry leaves the version as it is. */
export function entryReference({ name, newName, newTag, digest }: KustomizationEntry): ImageReference | undefined {
  const reference = referenceIn(newName ?? name);
  const version = parseTagText(`${newTag ?? ''}${digest === undefined ? '' : `@${digest}`}`);
  return reference && version ? withVersion(reference, version) : undefined;
}

/** The way to what gives an image its version; where it has no entry yet, to the list and what the entry will be called. */
export function versionPath(entries: readonly KustomizationEntry[], index: number, image: ManagedImage): YamlPath {
  const entry = entries[index];
  if (entry === undefined) return [list, { where: { name: kustomizeName(image) } }];
  return [list, index, entry.newTag === undefined && entry.digest !== undefined ? 'digest' : 'newTag'];
}

/**
 * The edits that give an image its version. Tag and digest may stand together: Kustomize 5 writes `name:tag@digest` then, and older ones
 * take the digest. What the update does not have goes.
 */
export function entryEdits(
  entries: readonly KustomizationEntry[],
  { image, to }: ImageUpdate,
  compat: boolean,
): readonly YamlEdit[] {
  const index = findEntry(entries, image, compat);
  const entry = entries[index];
  const wanted = { newName: newNameOf(entry, image, compat), newTag: to.tag, digest: to.digest };
  if (entry === undefined) return [appended(kustomizeName(image), wanted)];
  return (['newName', 'newTag', 'digest'] as const).flatMap((field): readonly YamlEdit[] => {
    const path = [list, index, field];
    const value = wanted[field];
    if (value !== undefined) return [{ kind: 'set', path, value, create: true, aliases: 'follow' }];
    return entry[field] === undefined ? [] : [{ kind: 'delete', path }];
  });
}

function appended(
  name: string,
  fields: Readonly<Record<'newName' | 'newTag' | 'digest', string | undefined>>,
): YamlEdit {
  const { newName, newTag, digest } = fields;
  const value = { name, ...(newName && { newName }), ...(newTag && { newTag }), ...(digest && { digest }) };
  return { kind: 'append', path: [list], value, create: true };
}

/** A new name that is there already is kept where it says the same, or where nobody asked for another: a mirror stays a mirror. */
function newNameOf(entry: KustomizationEntry | undefined, image: ManagedImage, compat: boolean): string | undefined {
  const asked = image.target.kind === 'kustomize' ? image.name : undefined;
  if (compat) return asked;
  const { newName } = entry ?? {};
  if (asked === undefined || isRepository(newName, image)) return newName;
  return newName === undefined && isRepository(entry?.name ?? kustomizeName(image), image) ? undefined : asked;
}
