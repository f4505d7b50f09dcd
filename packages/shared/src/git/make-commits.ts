import type { GitSha } from '../image/index.js';
import type { GitIdentity } from '../ports/index.js';
import type { Environment, runProcess } from '../process/index.js';
import { commitStream } from './commit-stream.js';
import type { Conversation } from './conversation.js';
import { requireSha } from './fetch-branch.js';
import type { GitSigning } from './git-signing.js';
import { signCommits } from './sign-commits.js';
import type { ResolvedCommit } from './tree-changes.js';

/** What {@link makeCommits} makes. */
export interface CommitBatch {
  readonly parent: GitSha | undefined;
  readonly commits: readonly ResolvedCommit[];
  readonly committer: GitIdentity;
  readonly signing: GitSigning | undefined;
  readonly run: typeof runProcess;
  /** Says where temporary files go, and where gpg has its keys. */
  readonly environment: Environment;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly signal?: AbortSignal | undefined;
}

/** The ref that git moves while it makes commits. */
export const workRef = 'refs/towline/work';

/** A commit writes anew every folder above what it changes, and a folder may hold thousands of names. */
export const timeForACommitMs = 100;

/** Makes commits on top of each other in the mirror, without a work tree and without the files they do not change. */
export async function makeCommits(conversation: Conversation, batch: CommitBatch): Promise<readonly GitSha[]> {
  const { parent, commits, committer, signing, signal } = batch;
  const time = Math.floor(batch.time / 1000);
  const printed = await conversation.local.text({
    args: ['fast-import', '--quiet', '--force'],
    // One pack instead of a file for each object, which a second program would have to write.
    config: [['fastimport.unpackLimit', '1']],
    input: commitStream({ ref: workRef, parent, committer, time, commits }),
    extraTimeMs: commits.length * timeForACommitMs,
    signal,
  });
  const made = printed.trim().split('\n').map(requireSha);
  return signing === undefined ? made : signCommits(conversation, { ...batch, signing, time, unsigned: made });
}
