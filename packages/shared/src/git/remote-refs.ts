import type { GitRepository } from '../ports/index.js';
import { checkBranchName } from './branch-name.js';
import type { Conversation, Converse } from './conversation.js';
import { requireSha } from './fetch-branch.js';
import { GitError } from './git-error.js';

/** What the server says of its branches: one request each, which fetches nothing. */
export function createRemoteRefs(converse: Converse): Pick<GitRepository, 'head' | 'defaultBranch'> {
  return {
    async head(branch, { signal } = {}) {
      const ref = `refs/heads/${checkBranchName(branch)}`;
      return converse(
        async ({ remote }) => {
          const refs = await remote.text({ args: ['ls-remote', 'origin', ref], signal });
          const line = refs.split('\n').find((candidate) => candidate.endsWith(`\t${ref}`));
          return line === undefined ? undefined : requireSha(line.slice(0, line.indexOf('\t')));
        },
        { signal },
      );
    },
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
