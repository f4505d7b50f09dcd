import type { FileTarget, WriteTarget } from '../application/write-back/write-target.js';
import { applicationFiles } from './application-manifest/find-application.js';
import { kustomizationFiles } from './kustomization/kustomization-target.js';
import type { ManifestTree } from './manifest-tree.js';
import { folderOverride } from './override/override-target.js';
import { manifestPaths } from './workloads/workloads-target.js';

/** The files of a tree that a write target needs to be read, of those that exist; none for the method `argocd`. */
export function filesToRead(target: WriteTarget, tree: ManifestTree): readonly string[] {
  return targetFiles(target, tree).filter((path) => tree.has(path));
}

/** The same, with the files that are not there and would count if they were. */
export function targetFiles(target: WriteTarget, tree: ManifestTree): readonly string[] {
  return target.kind === 'argocd' ? [] : pathsOf(target.file, tree);
}

function pathsOf(file: FileTarget, tree: ManifestTree): readonly string[] {
  switch (file.kind) {
    case 'override':
      return [file.path, folderOverride(file.folder)];
    case 'helm-values':
      return file.paths;
    case 'kustomization':
      return kustomizationFiles(file.folder, tree);
    case 'application':
      return applicationFiles(file.where, tree);
    case 'manifests':
    case 'setters': {
      const found = manifestPaths(file, tree);
      // A pattern that cannot be read is told of when the target is opened.
      return found.kind === 'done' ? found.value : [];
    }
  }
}
