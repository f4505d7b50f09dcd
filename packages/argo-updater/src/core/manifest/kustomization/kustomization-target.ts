import { joinRepositoryPath } from '../../application/write-back/repository-path.js';
import { isKustomizationFile } from '../../application/write-back/target-setting.js';
import type { FileTarget } from '../../application/write-back/write-target.js';
import { editFiles } from '../edited-files.js';
import { type ImageUpdate, imageReading, placeIn } from '../image-site.js';
import { type Attempt, attempt, done, refused } from '../manifest-finding.js';
import type { OpenTarget, TargetContext } from '../manifest-target.js';
import type { ManifestTree } from '../manifest-tree.js';
import { kustomizeIdentity, oneForEachPlace } from '../update-places.js';
import { filledDocument } from '../yaml-value.js';
import { entryEdits, entryReference, findEntry, readEntries, versionPath } from './kustomization-entry.js';

/** The kustomizations of a folder by path: Kustomize wants exactly one. */
export function kustomizationFiles(folder: string, tree: ManifestTree): readonly string[] {
  return tree
    .namesIn(folder)
    .filter(isKustomizationFile)
    .flatMap((name) => joinRepositoryPath(folder, name) ?? []);
}

/** The kustomization of a folder, a component included: the entries of its `images`. */
export function openKustomization(
  { folder }: FileTarget & { readonly kind: 'kustomization' },
  { files, compat }: TargetContext,
): Attempt<OpenTarget> {
  const [path, second] = kustomizationFiles(folder, files.tree);
  if (path === undefined) {
    return refused({
      code: 'manifest-missing',
      at: folder,
      message: `${folder} has no kustomization`,
      fix: 'Write kustomization:<folder>, relative to the path of the source or with a leading slash from the root.',
    });
  }
  if (second !== undefined) {
    return refused({
      code: 'manifest-ambiguous',
      at: second,
      message: `${path} stands beside it, and Kustomize takes exactly one kustomization`,
      fix: 'Delete one of them.',
    });
  }
  return attempt(path, () => {
    const document = filledDocument(files.documents(path));
    const entries = readEntries(document);
    return done({
      read: (image) => {
        const index = findEntry(entries, image, compat);
        const entry = entries[index];
        const at = placeIn(path, document, versionPath(entries, index, image));
        return imageReading(image, done([{ current: entry && entryReference(entry), at }]));
      },
      write: (updates) => {
        const identity = (update: ImageUpdate) => kustomizeIdentity(update, compat);
        const placed = oneForEachPlace(updates, { identity, at: path, compat });
        if (placed.kind === 'refused') return placed;
        const edits = placed.value.flatMap((update) => entryEdits(entries, update, compat));
        return editFiles(files, new Map([[path, edits]]));
      },
    });
  });
}
