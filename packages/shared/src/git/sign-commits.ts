import type { GitSha } from '../image/index.js';
import type { GitIdentity } from '../ports/index.js';
import type { Environment, runProcess } from '../process/index.js';
import { cleanIdentity, commitMessage } from './commit-message.js';
import { signedCommit } from './commit-object.js';
import type { Conversation } from './conversation.js';
import { requireSha } from './fetch-branch.js';
import type { GitCommand } from './git-program.js';
import type { GitSigning } from './git-signing.js';
import { type OpenPgpSignerOptions, openOpenPgpSigner } from './openpgp-signer.js';
import { createPrivateFolder, type PrivateFolder } from './private-folder.js';
import { keyFile } from './ssh-access.js';
import type { ResolvedCommit } from './tree-changes.js';

/** Commits that are made already, and how they are to be signed. */
export interface SigningBatch {
  readonly parent: GitSha | undefined;
  readonly commits: readonly ResolvedCommit[];
  /** The same commits as they are in the mirror. */
  readonly unsigned: readonly GitSha[];
  readonly committer: GitIdentity;
  readonly signing: GitSigning;
  readonly run: typeof runProcess;
  /** Says where temporary files go, and where gpg has its keys. */
  readonly environment: Environment;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly signal?: AbortSignal | undefined;
}

/** Makes the same commits once more, signed: fast-import cannot sign. */
export async function signCommits(conversation: Conversation, batch: SigningBatch): Promise<readonly GitSha[]> {
  await using folder = await createPrivateFolder(batch.environment);
  await using maker = await commitMaker(conversation, batch, folder);
  const signed: GitSha[] = [];
  for (const [index, commit] of batch.commits.entries()) {
    const parent = signed[index - 1] ?? batch.parent;
    signed.push(
      await maker.make({
        args: ['commit-tree', `${batch.unsigned[index]}^{tree}`, ...(parent === undefined ? [] : ['-p', parent])],
        env: identityEnvironment(commit.author, batch),
        input: commitMessage(commit),
        signal: batch.signal,
      }),
    );
  }
  return signed;
}

/** Makes a signed commit of what `git commit-tree` is told. */
interface CommitMaker extends AsyncDisposable {
  make(command: GitCommand): Promise<GitSha>;
}

function commitMaker(conversation: Conversation, batch: SigningBatch, folder: PrivateFolder): Promise<CommitMaker> {
  const { signing, run, environment, signal } = batch;
  if (signing.kind === 'ssh') return sshMaker(conversation, signing, folder);
  return openPgpMaker(conversation, { signing, folder, run, environment, signal });
}

/** Git signs by ssh-keygen, which is given the path of the key. */
async function sshMaker(
  { local }: Conversation,
  { privateKey }: Extract<GitSigning, { kind: 'ssh' }>,
  folder: PrivateFolder,
): Promise<CommitMaker> {
  const key = await folder.write('signing-key', keyFile(privateKey));
  const config = [
    ['gpg.format', 'ssh'],
    ['user.signingKey', key],
  ] as const;
  return {
    async make(command) {
      return requireSha((await local.text({ ...command, args: [...command.args, '-S'], config })).trim());
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Git would start gpg without a way to give it a passphrase, so that it is started by us. */
async function openPgpMaker({ local }: Conversation, options: OpenPgpSignerOptions): Promise<CommitMaker> {
  const { folder, signal } = options;
  const signer = await openOpenPgpSigner(options);
  let count = 0;
  return {
    async make(command) {
      const id = requireSha((await local.text(command)).trim());
      const { stdout } = await local.run({ args: ['cat-file', 'commit', id], signal });
      count += 1;
      const file = await folder.write(`commit-${count}`, stdout);
      const input = signedCommit(stdout, await signer.sign(file), id.length);
      return requireSha(
        (await local.text({ args: ['hash-object', '-t', 'commit', '-w', '--stdin'], input, signal })).trim(),
      );
    },
    [Symbol.asyncDispose]: () => signer[Symbol.asyncDispose](),
  };
}

function identityEnvironment(by: GitIdentity, { committer: who, time }: SigningBatch): Record<string, string> {
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
