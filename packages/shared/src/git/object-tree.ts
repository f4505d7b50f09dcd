import type { TreeEntry } from '../ports/index.js';

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '040000': 'folder',
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** The kind of an entry by its mode; modes that Git no longer writes count as plain files. */
export function entryKind(mode: string): TreeEntry['kind'] {
  return kinds[mode] ?? 'file';
}

/** Parses what `git ls-tree -r -t -z` prints. */
export function parseTree(output: Uint8Array): readonly TreeEntry[] {
  return Buffer.from(output)
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , id = ''] = line.slice(0, tab).split(' ');
      return { path: line.slice(tab + 1), kind: entryKind(mode), id };
    });
}

/** The entries below a folder, the folder itself excluded; all where it is the root. */
export function entriesBelow(entries: readonly TreeEntry[], folder: string | undefined): readonly TreeEntry[] {
  if (folder === undefined || folder === '') return entries;
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return entries.filter(({ path }) => path.startsWith(prefix));
}

/** Whether an entry has content that we read and write. */
export function isFile({ kind }: TreeEntry): boolean {
  return kind === 'file' || kind === 'executable';
}
