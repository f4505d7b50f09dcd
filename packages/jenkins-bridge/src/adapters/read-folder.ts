import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Folder, isForeign, isTelling } from '../core/detect/folder.js';

const mostPaths = 10_000;
const deepest = 6;
const largestText = 1_000_000;

/**
 * Lists a folder for `detectPipeline`: bounded in depth and number, without what is somebody else's, and never through a link. Texts that are
 * too large to tell anything are left out.
 */
export async function readFolder(root: string, signal: AbortSignal): Promise<Folder> {
  const paths: string[] = [];
  const folders: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let next = folders.shift(); next !== undefined && paths.length < mostPaths; next = folders.shift()) {
    signal.throwIfAborted();
    const entries = await readdir(join(root, next.path), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
      if (entry.isFile()) paths.push(path);
      if (entry.isDirectory() && next.depth < deepest && !isForeign(`${path}/`)) {
        folders.push({ path, depth: next.depth + 1 });
      }
    }
  }
  return { paths, texts: await readTexts(root, paths.filter(isTelling)) };
}

async function readTexts(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const { size } = await stat(join(root, path));
    if (size <= largestText) texts.set(path, await readFile(join(root, path), 'utf8'));
  }
  return texts;
}
