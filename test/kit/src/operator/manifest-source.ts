import { existsSync } from 'node:fs';
import { runGit } from '../git/run-git.js';
import type { ManifestFiles } from './desired-state.js';

/** The files of a branch at its newest commit. */
export interface ManifestRevision {
  /** The commit. */
  readonly revision: string;
  readonly files: ManifestFiles;
}

/** Where manifests are. */
export interface ManifestSourceOptions {
  readonly url: string;
  /** A branch. */
  readonly revision: string;
  /** Only what is below it is read. */
  readonly path: string;
  /** A bare repository of the reader's own; made where it is missing. */
  readonly folder: string;
}

/** Reads the newest commit of a branch: one `ls-remote`, and a shallow fetch where it has moved. */
export function createManifestSource({ url, revision: branch, path, folder }: ManifestSourceOptions) {
  let known: ManifestRevision | undefined;
  const ref = `refs/heads/${branch}`;
  return async (): Promise<ManifestRevision> => {
    if (!existsSync(folder)) await runGit(folder, ['init', '--quiet', '--bare', folder]);
    // The first protocol answers with all branches at once; the second one needs another request.
    const [head = ''] = (await runGit(folder, ['-c', 'protocol.version=0', 'ls-remote', url, ref])).split('\t');
    if (head === '') throw new Error(`${url} has no branch ${branch}`);
    if (known?.revision === head) return known;
    await runGit(folder, ['fetch', '--quiet', '--depth=1', '--no-tags', url, `+${ref}:${ref}`]);
    const revision = await runGit(folder, ['rev-parse', ref]);
    const names = await runGit(folder, ['ls-tree', '-r', '-z', '--name-only', revision, '--', `${path}/`]);
    const files = new Map<string, string>();
    for (const name of names.split('\0').filter((one) => one !== '')) {
      files.set(name, await runGit(folder, ['cat-file', 'blob', `${revision}:${name}`]));
    }
    known = { revision, files };
    return known;
  };
}
