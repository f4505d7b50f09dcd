import type { GitRepository } from '../ports/index.js';
import { checkBranchName } from './branch-name.js';
import type { Conversation, Converse } from './conversation.js';
import { requireSha } from './fetch-branch.js';
import { GitError } from './git-error.js';

/** What the server says of its branches: one request each, which fetches nothing. */
export function createRemoteRefs(converse: Converse): Pick<GitRepository, 'head' | 'heads' | 'defaultBranch'> {
  const heads: GitRepository['heads'] = async (branches, { signal } = {}) => {
    if (branches.length === 0) return new Map();
    const refs = branches.map((branch) => `refs/heads/${checkBranchName(branch)}`);
    return converse(
      async ({ remote }) => {
        const printed = await remote.text({ args: ['ls-remote', 'origin', ...refs], signal });
        const lines = printed.split('\n').map((line) => line.split('\t'));
        // A pattern also matches what ends like it: `refs/remotes/x/refs/heads/main`.
        const known = new Map(lines.map(([sha = '', ref = '']) => [ref, sha]));
        return new Map(
          branches.flatMap((branch) => {
            const sha = known.get(`refs/heads/${branch}`);
            return sha === undefined ? [] : [[branch, requireSha(sha)] as const];
          }),
        );
      },
      { signal },
    );
  };
  return {
    heads,
    head: async (branch, options) => (await heads([branch], options)).get(branch),
    defaultBranch: ({ signal } = {}) => converse((conversation) => readDefaultBranch(conversation, signal), { signal }),
  };
}

/** The name of the remote's default branch. Throws `git-branch-not-found` where it has none. */
export async function readDefaultBranch({ remote }: Conversation, signal: AbortSignal | undefined): Promise<string> {
  const printed = await remote.text({ args: ['ls-remote', '--symref', 'origin', 'HEAD'], signal });
  const branch = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(printed)?.[1];
  if (branch === undefined) throw new GitError('git-branch-not-found', 'The repository has no default branch yet');
  return branch;
}
