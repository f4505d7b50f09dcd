import type { GitSha } from '../image/index.js';
import type { GitIdentity } from '../ports/index.js';
import type { Environment } from '../process/index.js';
import type { Secret } from '../secret/index.js';
import { cleanIdentity, commitMessage } from './commit-message.js';
import { commitStream } from './commit-stream.js';
import type { Conversation } from './conversation.js';
import { requireSha } from './fetch-branch.js';
import { createPrivateFolder } from './private-folder.js';
import { keyFile } from './ssh-access.js';
import type { ResolvedCommit } from './tree-changes.js';

/** Signs commits with an SSH key, unencrypted, in OpenSSH's format. */
export interface GitSigning {
  readonly kind: 'ssh';
  readonly privateKey: Secret;
}

/** What {@link makeCommits} makes. */
export interface CommitBatch {
  readonly parent: GitSha | undefined;
  readonly commits: readonly ResolvedCommit[];
  readonly committer: GitIdentity;
  readonly signing: GitSigning | undefined;
  /** Says where temporary files go. */
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
  const { parent, commits, committer, signal } = batch;
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
  return batch.signing === undefined ? made : signCommits(conversation, { ...batch, time }, made);
}

/** Makes the same commits once more, signed: fast-import cannot sign. */
async function signCommits(
  { local }: Conversation,
  batch: CommitBatch,
  unsigned: readonly GitSha[],
): Promise<readonly GitSha[]> {
  if (batch.signing === undefined) return unsigned;
  await using folder = await createPrivateFolder(batch.environment);
  const key = await folder.write('signing-key', keyFile(batch.signing.privateKey));
  const signed: GitSha[] = [];
  for (const [index, commit] of batch.commits.entries()) {
    const parent = signed[index - 1] ?? batch.parent;
    const tree = `${unsigned[index]}^{tree}`;
    const printed = await local.text({
      args: ['commit-tree', tree, ...(parent === undefined ? [] : ['-p', parent]), '-S', '-F', '-'],
      config: [
        ['gpg.format', 'ssh'],
        ['user.signingKey', key],
      ],
      env: identityEnvironment(commit.author, batch),
      input: commitMessage(commit),
      signal: batch.signal,
    });
    signed.push(requireSha(printed.trim()));
  }
  return signed;
}

function identityEnvironment(by: GitIdentity, { committer: who, time }: CommitBatch): Record<string, string> {
  const author = cleanIdentity(by);
  const committer = cleanIdentity(who);
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: `@${time} +0000`,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: `@${time} +0000`,
  };
}
