import type { GitSha } from '../image/index.js';
import {
  type GitHistory,
  type GitRepository,
  type GitSnapshot,
  type PushRequest,
  silentLogger,
} from '../ports/index.js';
import { checkBranchName } from './branch-name.js';
import type { Conversation, Converse } from './conversation.js';
import { fetchBranch, fetchObjects } from './fetch-branch.js';
import { createHistory } from './git-history.js';
import type { GitDependencies, GitRepositoryOptions } from './git-options.js';
import { createSnapshot, emptySnapshot } from './git-snapshot.js';
import { createHorizon } from './horizon.js';
import { makeCommits } from './make-commits.js';
import { parseTree } from './object-tree.js';
import { openMirror } from './open-mirror.js';
import { type BranchPush, pushCommits } from './push-commits.js';
import { readObjects } from './read-objects.js';
import { createRemoteRefs } from './remote-refs.js';
import { resolveCommits } from './tree-changes.js';

/**
 * A repository by the git program, with its history. Over SSH, its calls share a connection: dispose of it when nothing runs any more, else
 * the connection stays until it was idle for half a minute.
 */
export type GitProgramRepository = GitRepository & GitHistory & AsyncDisposable;

/**
 * Opens a repository by the git program, on a bare mirror without file contents that is kept in a directory. Nothing happens before the
 * first call. Throws `git-url` or `git-authentication` where address and credentials cannot work.
 */
export function openGitRepository(dependencies: GitDependencies, options: GitRepositoryOptions): GitProgramRepository {
  const mirror = openMirror(dependencies, options);
  const { converse, tidy } = mirror;
  const { identity, signing } = options;
  const horizon = createHorizon({
    depth: options.depth,
    filters: mirror.filters,
    address: options.url,
    log: dependencies.log ?? silentLogger,
  });
  const bring: BringCommit = async (conversation, { branch, commit }, signal) => {
    if (await mirror.filters()) await fetchObjects(conversation, [commit], signal);
    else await fetchBranch(conversation, { branch, depth: horizon.depth, filters: false, signal });
  };
  return {
    ...createRemoteRefs(converse),
    ...createHistory(converse, horizon),
    [Symbol.asyncDispose]: () => mirror[Symbol.asyncDispose](),

    async snapshot(branch, { signal } = {}) {
      checkBranchName(branch);
      const state = await converse(
        async (conversation) => {
          const { depth } = horizon;
          const found = await fetchBranch(conversation, { branch, depth, filters: await mirror.filters(), signal });
          await tidy(conversation, signal);
          return found;
        },
        { signal, recover: async () => undefined },
      );
      if (state.kind === 'no-branch') return undefined;
      if (state.kind === 'empty-repository') return emptySnapshot(branch);
      horizon.sawBranch(state.commit, branch);
      return mirrorSnapshot({ converse, branch, commit: state.commit, bring });
    },

    async push(request) {
      const { onto, commits, signal } = request;
      const branch = checkBranchName(request.branch ?? onto.branch);
      const parent = onto.commit;
      const resolved = resolveCommits(await onto.list(undefined, { signal }), commits);
      const recover = async (conversation: Conversation): Promise<void> => {
        if (parent !== undefined) await bring(conversation, { branch: onto.branch, commit: parent }, signal);
      };
      return converse(
        async (conversation) => {
          const { clock, environment, run } = dependencies;
          const batch = {
            parent,
            commits: resolved,
            committer: identity,
            signing,
            run,
            environment,
            time: clock.now(),
            signal,
          };
          const made = await makeCommits(conversation, batch);
          return pushCommits(conversation, { branch, commits: made, base: onto, lease: leaseOf(request), signal });
        },
        { signal, recover },
      );
    },
  };
}

/** Brings a commit into a mirror that was made anew: by its id, or with its branch where the server gives nothing by its id. */
type BringCommit = (
  conversation: Conversation,
  what: { readonly branch: string; readonly commit: GitSha },
  signal?: AbortSignal,
) => Promise<void>;

interface MirrorSnapshot {
  readonly converse: Converse;
  readonly branch: string;
  readonly commit: GitSha;
  readonly bring: BringCommit;
}

/** A snapshot out of the mirror. */
function mirrorSnapshot({ converse, branch, commit, bring }: MirrorSnapshot): GitSnapshot {
  const recover = (conversation: Conversation): Promise<void> => bring(conversation, { branch, commit });
  return createSnapshot({
    branch,
    commit,
    readTree: (signal) =>
      converse(
        async ({ local }) => {
          const args = ['ls-tree', '-r', '-t', '-z', '--full-tree', commit];
          return parseTree((await local.run({ args, signal })).stdout);
        },
        { signal, recover },
      ),
    readBlobs: (ids, signal) => converse((conversation) => readObjects(conversation, ids, signal), { signal, recover }),
  });
}

/** What must hold of the branch for the push to be right. */
function leaseOf({ onto, branch = onto.branch, replace }: PushRequest): BranchPush['lease'] {
  if (replace !== undefined) return replace;
  return branch === onto.branch ? { expected: onto.commit } : undefined;
}
