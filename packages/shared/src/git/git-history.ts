import type { GitHistory } from '../ports/index.js';
import { commitLogFormat, type LoggedChange, parseChangeLog, parseCommitLog } from './commit-log.js';
import type { Conversation, Converse } from './conversation.js';
import { coveringPaths } from './covering-paths.js';
import { GitError } from './git-error.js';
import type { Horizon } from './horizon.js';
import { isFile, parseTree } from './object-tree.js';
import { readObjects } from './read-objects.js';
import { checkTreePath } from './tree-path.js';

/** Beyond so many paths, the log of their folders is read. */
const mostPaths = 64;

/**
 * History from the mirror: commits and trees are there, so that a log costs no request; old contents are fetched once, together. With a
 * depth the mirror holds no more than that: the log of a path would claim that there is no more, and whoever asks for changes says whether they are
 * enough.
 */
export function createHistory(converse: Converse, horizon: Horizon): GitHistory {
  const seen = new SeenContents();
  return {
    async log({ from, path, limit, signal }) {
      if (horizon.depth !== undefined && path !== undefined) throw shallow(horizon.depth);
      const paths = path === undefined ? [] : ['--', checkTreePath(path)];
      const args = ['log', '-z', commitLogFormat, `--max-count=${limit}`, from, ...paths];
      return converse(async ({ local }) => parseCommitLog(await local.text({ args, signal })), { signal });
    },
    async changes({ from, paths, limit, isEnough = () => true, signal }) {
      if (paths.length === 0) return [];
      const wanted = new Set(paths);
      const args = changesOf(paths, { from, limit });
      return converse(
        async (conversation) => {
          for (;;) {
            const logged = parseChangeLog(await conversation.local.text({ args, signal }));
            const isNear = await horizon.isNear(conversation, signal);
            // Where a shallow history ends, a commit seems to have made everything.
            const known = isNear ? logged.filter(({ commit }) => commit.parents.length > 0) : logged;
            const changes = known.flatMap((change) => ofPaths(change, wanted));
            const entries = changes.map(({ commit, files }) => ({ commit, paths: files.map(({ path }) => path) }));
            const mayEnd = !isNear || logged.length >= limit || isEnough(entries);
            if (!mayEnd && (await horizon.deepen(conversation, from, signal))) continue;
            for (const change of changes) seen.add(change);
            return entries;
          }
        },
        { signal },
      );
    },
    async filesAt(versions, { signal } = {}) {
      if (horizon.depth === 1) throw shallow(horizon.depth);
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

/** What a branch went through is its first parents: what a merge brought counts as the merge's. */
function changesOf(
  paths: readonly string[],
  { from, limit }: { readonly from: string; readonly limit: number },
): readonly string[] {
  const how = ['--first-parent', '-m', '--raw', '--no-abbrev', '--no-renames'];
  const cover = coveringPaths(paths.map(checkTreePath), mostPaths);
  return ['log', '-z', ...how, commitLogFormat, `--max-count=${limit}`, from, '--', ...cover];
}

/** A change as far as it is of these paths; nothing where it is of none. */
function ofPaths({ commit, files }: LoggedChange, wanted: ReadonlySet<string>): readonly LoggedChange[] {
  const own = files.filter(({ path }) => wanted.has(path));
  return own.length === 0 ? [] : [{ commit, files: own }];
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
