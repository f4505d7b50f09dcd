import { errorCode } from '../errors/index.js';
import type { GitSha } from '../image/index.js';
import type { PushOutcome } from '../ports/index.js';
import type { Conversation } from './conversation.js';
import { branchRef } from './fetch-branch.js';
import { GitError } from './git-error.js';
import { workRef } from './make-commits.js';
import { readPushReport } from './push-report.js';

/** Where commits go, and what must hold there. */
export interface BranchPush {
  readonly branch: string;
  readonly commits: readonly GitSha[];
  /** What the branch must be at (`undefined`: it must not exist); absent where it is enough that it only moves forward. */
  readonly lease?: { readonly expected: GitSha | undefined } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Pushes commits in one go. A lease on the commit that they were made for is stricter than a plain push: that one would also go through
 * where somebody moved the branch back, and bring back what they took away.
 */
export async function pushCommits(conversation: Conversation, push: BranchPush): Promise<PushOutcome> {
  const { branch, commits, lease, signal } = push;
  const tip = commits.at(-1);
  if (tip === undefined) return { kind: 'accepted', commits };
  const ref = `refs/heads/${branch}`;
  const leased = lease === undefined ? [] : [`--force-with-lease=${ref}:${lease.expected ?? ''}`];
  const { stdout, stderr } = await conversation.remote.run({
    args: ['push', '--porcelain', ...leased, 'origin', `${tip}:${ref}`],
    allowExitCodes: [1],
    signal,
  });
  const verdict = readPushReport(Buffer.from(stdout).toString('utf8'), stderr);
  if (verdict === undefined) throw new GitError('git-failed', `Git said nothing of the push to ${branch}: ${stderr}`);
  if (verdict.kind === 'rejected') return verdict;
  await remember(conversation, branch, tip);
  return { kind: 'accepted', commits };
}

/** Spares the next fetch what we have just made. The push is done: failing to remember it is no failure of the push. */
async function remember({ local }: Conversation, branch: string, tip: GitSha): Promise<void> {
  try {
    await local.run({
      args: ['update-ref', '--stdin'],
      input: `update ${branchRef(branch)} ${tip}\ndelete ${workRef}\n`,
    });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}
