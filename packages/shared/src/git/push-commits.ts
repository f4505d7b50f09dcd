import { errorCode } from '../errors/index.js';
import type { GitSha } from '../image/index.js';
import type { PushOutcome } from '../ports/index.js';
import type { Conversation } from './conversation.js';
import { branchRef } from './fetch-branch.js';
import { GitError } from './git-error.js';
import { timeForACommitMs, workRef } from './make-commits.js';
import { type PushVerdict, readPushReport } from './push-report.js';

/** Where commits go, and what must hold there. */
export interface BranchPush {
  readonly branch: string;
  readonly commits: readonly GitSha[];
  /** What they were made upon: the branch that was read, and where it was. */
  readonly base: { readonly branch: string; readonly commit: GitSha | undefined };
  /** What the branch must be at (`undefined`: it must not exist); absent where it is enough that it only moves forward. */
  readonly lease?: { readonly expected: GitSha | undefined } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Pushes commits in one go. A lease on the commit that they were made for is stricter than a plain push: that one would also go through
 * where somebody moved the branch back, and bring back what they took away.
 */
export async function pushCommits(conversation: Conversation, push: BranchPush): Promise<PushOutcome> {
  const { branch, commits, base, lease, signal } = push;
  const tip = commits.at(-1);
  if (tip === undefined) return { kind: 'accepted', commits };
  const ref = `refs/heads/${branch}`;
  const leased = lease === undefined ? [] : [`--force-with-lease=${ref}:${lease.expected ?? ''}`];
  const { stdout, stderr } = await conversation.remote.run({
    args: ['push', '--porcelain', ...leased, 'origin', `${tip}:${ref}`],
    allowExitCodes: [1],
    extraTimeMs: commits.length * timeForACommitMs,
    signal,
  });
  const verdict = readPushReport(Buffer.from(stdout).toString('utf8'), stderr);
  // A mirror without file contents can only push upon commits that the server names; those of a branch that has moved are none.
  if (wasCutShort(verdict) && (await hasMoved(conversation, base, signal))) {
    return { kind: 'rejected', reason: 'branch-moved', message: `${base.branch} has moved on` };
  }
  if (verdict === undefined) throw new GitError('git-failed', `Git said nothing of the push to ${branch}: ${stderr}`);
  if (verdict.kind === 'rejected') return verdict;
  await remember(conversation, branch, tip);
  return { kind: 'accepted', commits };
}

/** Whether Git stopped in the middle: nothing is said of the branch, or the server says that what came was not whole. */
function wasCutShort(verdict: PushVerdict | undefined): boolean {
  return verdict === undefined || (verdict.kind === 'rejected' && verdict.message.includes('unpacker error'));
}

async function hasMoved(
  { remote }: Conversation,
  { branch, commit }: BranchPush['base'],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (commit === undefined) return false;
  const printed = await remote.text({ args: ['ls-remote', 'origin', `refs/heads/${branch}`], signal });
  return !printed.startsWith(`${commit}\t`);
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
