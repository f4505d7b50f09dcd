import type { GitHistory } from '../ports/index.js';
import { commitLogFormat, parseCommitLog } from './commit-log.js';
import type { Conversation, Converse } from './conversation.js';
import { GitError } from './git-error.js';
import { isFile, parseTree } from './object-tree.js';
import { readObjects } from './read-objects.js';
import { checkTreePath } from './tree-path.js';

/**
 * History from the mirror: commits and trees are there, so that a log costs no request; old contents are fetched once, together. With a
 * `depth` the mirror does not hold it.
 */
export function createHistory(converse: Converse, depth: number | undefined): GitHistory {
  const requireAll = (): void => {
    if (depth === undefined) return;
    throw new GitError('git-history-shallow', `The repository was opened with a depth of ${depth}`);
  };
  return {
    async log({ from, path, limit, signal }) {
      requireAll();
      const paths = path === undefined ? [] : ['--', checkTreePath(path)];
      const args = ['log', '-z', commitLogFormat, `--max-count=${limit}`, from, ...paths];
      return converse(async ({ local }) => parseCommitLog(await local.text({ args, signal })), { signal });
    },
    async filesAt(versions, { signal } = {}) {
      requireAll();
      return converse(
        async (conversation) => {
          const ids: (string | undefined)[] = [];
          for (const version of versions) ids.push(await fileId(conversation, version, signal));
          const contents = await readObjects(
            conversation,
            ids.filter((id) => id !== undefined),
            signal,
          );
          return ids.map((id) => (id === undefined ? undefined : contents.get(id)));
        },
        { signal },
      );
    },
  };
}

async function fileId(
  { local }: Conversation,
  { commit, path }: { readonly commit: string; readonly path: string },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { stdout } = await local.run({
    args: ['ls-tree', '-z', '--full-tree', commit, '--', checkTreePath(path)],
    signal,
  });
  return parseTree(stdout).find((entry) => entry.path === path && isFile(entry))?.id;
}
