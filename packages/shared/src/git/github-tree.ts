import { mapConcurrently } from '../async/index.js';
import type { TreeEntry } from '../ports/index.js';
import type { GitHubApi } from './github-api.js';
import { treeSchema } from './github-schema.js';
import { entryKind } from './object-tree.js';

/** How the API is used: how many requests at once. */
export interface GitHubReading {
  readonly api: GitHubApi;
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/** The whole tree of a commit: one request, or one for each folder where GitHub cuts a large tree short. */
export async function readGitHubTree(reading: GitHubReading, commit: string): Promise<readonly TreeEntry[]> {
  const whole = await fetchTree(reading, commit, true);
  return whole.truncated ? walk(reading, commit, '') : whole.entries;
}

async function walk(reading: GitHubReading, tree: string, folder: string): Promise<readonly TreeEntry[]> {
  const { entries } = await fetchTree(reading, tree, false);
  const parts = await mapConcurrently(entries, reading, async (entry, signal): Promise<readonly TreeEntry[]> => {
    const path = `${folder}${entry.path}`;
    const below = entry.kind === 'folder' ? await walk({ ...reading, signal }, entry.id, `${path}/`) : [];
    return [{ ...entry, path }, ...below];
  });
  return parts.flat();
}

async function fetchTree({ api, signal }: GitHubReading, tree: string, recursive: boolean) {
  const answer = await api.call({
    route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    parameters: { tree_sha: tree, ...(recursive ? { recursive: '1' } : {}) },
    schema: treeSchema,
    signal,
  });
  const entries = answer.tree.map(({ path, mode, sha = '' }) => ({ path, kind: entryKind(mode), id: sha }));
  return { entries, truncated: answer.truncated === true };
}
