import type { ManagedApplication } from '../application/managed-application.js';
import { createManifestFiles } from '../manifest/manifest-files.js';
import type { ManifestTree } from '../manifest/manifest-tree.js';
import { readImages } from '../manifest/read-images.js';
import { heldName, type Past, type PastCommit } from './past.js';

/** The files of an Application as a commit left them. */
export interface FileState {
  readonly by: PastCommit;
  /** Undefined for a file that did not exist. */
  readonly contents: ReadonlyMap<string, string | undefined>;
}

/** What the places of each image held, of all images in their order. `states` are the newest first; `tree` is that of the newest. */
export function pastsOf(
  managed: ManagedApplication,
  { tree, states }: { readonly tree: ManifestTree; readonly states: readonly FileState[] },
): readonly (readonly Past[])[] {
  const readings = states.map(({ by, contents }) => ({
    by,
    values: valuesIn(managed, treeWith(tree, contents), contents),
  }));
  return managed.images.map((_image, index) => {
    const places = Math.max(0, ...readings.map(({ values }) => values[index]?.length ?? 0));
    return Array.from({ length: places }, (_place, place) =>
      readings.map(({ by, values }) => ({ value: values[index]?.[place], by })),
    );
  });
}

/** The values of each image, place by place. A file that could not be read then said nothing. */
function valuesIn(
  managed: ManagedApplication,
  tree: ManifestTree,
  contents: FileState['contents'],
): readonly (readonly (string | undefined)[])[] {
  const texts = new Map([...contents].flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
  return readImages(managed, createManifestFiles(tree, texts)).map((reading) =>
    reading.kind === 'read' ? reading.sites.map(({ current }) => current && heldName(current)) : [],
  );
}

/** The tree with the files that are looked at as they were; all others are taken to have been there as now. */
function treeWith(tree: ManifestTree, contents: FileState['contents']): ManifestTree {
  return {
    ...tree,
    has: (path) => (contents.has(path) ? contents.get(path) !== undefined : tree.has(path)),
  };
}
