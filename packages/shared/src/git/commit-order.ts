import { type GitSha, parseGitSha } from '../image/index.js';
import type { BranchCommit, SourceBranch } from '../policy/index.js';
import type { CommitOrder } from '../ports/index.js';
import { checkBranchName } from './branch-name.js';
import type { Conversation } from './conversation.js';
import { fetchBranch, requireSha } from './fetch-branch.js';
import type { GitDependencies, GitRepositoryOptions } from './git-options.js';
import { openMirror } from './open-mirror.js';
import { readDefaultBranch } from './remote-refs.js';

/** How a source repository is reached. Nothing is ever committed to it, so nobody need be named. */
export type CommitOrderOptions = Omit<GitRepositoryOptions, 'identity' | 'signing' | 'depth'>;

/**
 * Opens a repository for its commits alone, by the git program: neither folders nor files are fetched, and of a branch that moved only what
 * is new. The mirror is kept in `<directory>.commits`, apart from one that holds folders.
 */
export function openCommitOrder(
  dependencies: GitDependencies,
  options: CommitOrderOptions,
): CommitOrder & AsyncDisposable {
  const nobody = { name: 'nobody', email: 'nobody@localhost' };
  const directory = `${options.directory}.commits`;
  const mirror = openMirror(dependencies, { ...options, directory, identity: nobody });
  const { converse, tidy } = mirror;
  const known = new Map<string, { readonly tip: GitSha; readonly branch: SourceBranch }>();
  const filters = options.filters ?? true;
  return {
    [Symbol.asyncDispose]: () => mirror[Symbol.asyncDispose](),
    async commits(wanted, { signal } = {}) {
      if (wanted !== undefined) checkBranchName(wanted);
      return converse(
        async (conversation) => {
          const name = wanted ?? (await readDefaultBranch(conversation, signal));
          const state = await fetchBranch(conversation, {
            branch: name,
            depth: undefined,
            filters,
            commitsOnly: true,
            signal,
          });
          if (state.kind !== 'commit') return undefined;
          const before = known.get(name);
          if (before?.tip === state.commit) return before.branch;
          await tidy(conversation, signal);
          const branch = { name, commits: await listCommits(conversation, state.commit, signal) };
          known.set(name, { tip: state.commit, branch });
          return branch;
        },
        { signal, recover: async () => undefined },
      );
    },
    author: (sha, { signal } = {}) =>
      converse(
        async ({ local }) => {
          const isHere = [...known.values()].some(({ branch }) => branch.commits.some((one) => one.sha === sha));
          if (!isHere) return undefined;
          // Of a commit whose folders were not fetched, `git show` says that it is bad.
          const args = ['rev-list', '--no-walk', '--format=%an', sha];
          const [, name = ''] = (await local.text({ args, signal })).split('\n');
          return name.trim() || undefined;
        },
        { signal, recover: async () => undefined },
      ),
  };
}

async function listCommits(
  { local }: Conversation,
  tip: GitSha,
  signal: AbortSignal | undefined,
): Promise<readonly BranchCommit[]> {
  const printed = await local.text({ args: ['rev-list', '--topo-order', '--parents', tip], signal });
  return printed.split('\n').flatMap((line): readonly BranchCommit[] => {
    const [sha = '', ...parents] = line.split(' ');
    return sha === ''
      ? []
      : [{ sha: requireSha(sha), parents: parents.flatMap((parent) => parseGitSha(parent) ?? []) }];
  });
}
