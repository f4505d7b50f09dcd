import type { ManagedApplication } from '../application/managed-application.js';
import type { ImageUpdate, ManifestEdit } from './image-site.js';
import type { ManifestFiles } from './manifest-files.js';
import { openTarget } from './open-target.js';

/**
 * The new texts of the files that hold the images of an Application, for the method `git`. Every byte that does not say a version stays; what
 * the files say already is not written again. Either all of the updates can be made, or none is.
 */
export function writeImages(
  managed: ManagedApplication,
  updates: readonly ImageUpdate[],
  files: ManifestFiles,
): ManifestEdit {
  const { writeTarget } = managed;
  if (writeTarget.kind !== 'git') throw new TypeError('Only the method git writes files; argocdPatch is for the other');
  if (updates.length === 0) return { kind: 'edited', files: new Map() };
  const opened = openTarget(writeTarget.file, { ...managed, files });
  return opened.kind === 'refused' ? opened : opened.value.write(updates);
}
