import type { FileHistoryEntry, GitHistory } from '../ports/index.js';
import { commitLogFormat, type LoggedChange, parseChangeLog, parseCommitLog } from './commit-log.js';
import type { Conversation, Converse } from './conversation.js';
import { coveringPaths } from './covering-paths.js';
import { GitError } from './git-error.js';
import { isFile, parseTree } from './object-tree.js';
import { readObjects } from './read-objects.js';
import { checkTreePath } from './tree-path.js';

/** Beyond so many paths, the log of their folders is read. */
const mostPaths = 64;

/**
 * History from the mirror: commits and trees are there, so that a log costs no request; old contents are fetched once, together. With a
 * `depth` the mirror holds no more than that, and the log of a path would claim that there is no more.
 */
export function createHistory(converse: Converse, depth: number | undefined): GitHistory {
  const seen = new SeenContents();
  return {
    async log({ from, path, limit, signal }) {
      if (depth !== undefined && path !== undefined) throw shallow(depth);
      const paths = path === undefined ? [] : ['--', checkTreePath(path)];
      const args = ['log', '-z', commitLogFormat, `--max-count=${limit}`, from, ...paths];
      return converse(async ({ local }) => parseCommitLog(await local.text({ args, signal })), { signal });
    },
    async changes({ from, paths, limit, signal }) {
      if (paths.length === 0) return [];
      const how = ['--first-parent', '-m', '--raw', '--no-abbrev', '--no-renames'];
      const args = [
        'log',
        '-z',
        ...how,
        commitLogFormat,
        `--max-count=${limit}`,
        from,
        '--',
        ...coveringPaths(paths.map(checkTreePath), mostPaths),
      ];
      const logged = await converse(async ({ local }) => parseChangeLog(await local.text({ args, signal })), {
        signal,
      });
      // Where a shallow history ends, a commit seems to have made everything.
      const known = depth === undefined ? logged : logged.filter(({ commit }) => commit.parents.length > 0);
      const wanted = new Set(paths);
      return known.flatMap((all): readonly FileHistoryEntry[] => {
        const change = { ...all, files: all.files.filter(({ path }) => wanted.has(path)) };
        if (change.files.length === 0) return [];
        seen.add(change);
        return [{ commit: change.commit, paths: change.files.map(({ path }) => path) }];
      });
    },
    async filesAt(versions, { signal } = {}) {
      if (depth === 1) throw shallow(depth);
      return converse(
        async (conversation) => {
          const ids: (string | undefined)[] = [];
          for (const version of versions) {
            ids.push(seen.has(version) ? seen.get(version) : await fileId(conversation, version, signal));
          }
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

function shallow(depth: number): GitError {
  return new GitError('git-history-shallow', `The repository was opened with a depth of ${depth}`);
}

interface FileVersion {
  readonly commit: string;
  readonly path: string;
}

const seenAtMost = 100_000;

/** The ids of contents that a log has named already: each spares a look at a tree. */
class SeenContents {
  readonly #ids = new Map<string, string | undefined>();

  add({ commit, files }: LoggedChange): void {
    if (this.#ids.size > seenAtMost) this.#ids.clear();
    for (const { path, before, after } of files) {
      this.#ids.set(keyOf({ commit: commit.sha, path }), after);
      const [parent] = commit.parents;
      if (parent !== undefined) this.#ids.set(keyOf({ commit: parent, path }), before);
    }
  }

  has(version: FileVersion): boolean {
    return this.#ids.has(keyOf(version));
  }

  get(version: FileVersion): string | undefined {
    return this.#ids.get(keyOf(version));
  }
}

function keyOf({ commit, path }: FileVersion): string {
  return `${commit} ${path}`;
}

async function fileId(
  { local }: Conversation,
  { commit, path }: FileVersion,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { stdout } = await local.run({
    args: ['ls-tree', '-z', '--full-tree', commit, '--', checkTreePath(path)],
    signal,
  });
  return parseTree(stdout).find((entry) => entry.path === path && isFile(entry))?.id;
}
