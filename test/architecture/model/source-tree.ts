import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PackageManifest, readManifest } from './package-manifest.js';
import { readSource } from './read-source.js';
import type { SourceFile } from './source-file.js';

/** A checkout as the rules see it. */
export interface SourceTree {
  /** All TypeScript files, in path order. */
  readonly files: readonly SourceFile[];
  readonly packages: readonly PackageManifest[];
}

const codeFolders = ['packages', 'test'];
const packageFolders = ['packages/shared', 'packages/jenkins-bridge', 'packages/argo-updater', 'test/kit'];
/** Not ours, not source, or wrong on purpose. */
const skippedFolders = new Set(['node_modules', 'dist', 'bundle', 'testdata', 'golden', 'fixtures']);

/** Reads every TypeScript file and package manifest below a root; folders that are not there are left out. */
export async function readSourceTree(root: string): Promise<SourceTree> {
  const paths = (await Promise.all(codeFolders.map((folder) => typescriptBelow(root, folder)))).flat().sort();
  const files = paths.map(async (path) => readSource(path, await readFile(join(root, path), 'utf8')));
  const packages = packageFolders.map((folder) => readManifest(root, folder));
  return { files: await Promise.all(files), packages: (await Promise.all(packages)).flat() };
}

async function typescriptBelow(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(missingIsEmpty);
  const found = entries.map(async (entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : typescriptBelow(root, path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

function missingIsEmpty(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
