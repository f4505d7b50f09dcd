import { type Invocation, textOption } from '@towline/shared/cli';
import type { SecretStore } from '@towline/shared/config';
import { keyFingerprint } from '../../adapters/ssh/key-fingerprint.js';
import type { Pipeline } from '../../core/pipeline/pipeline.js';
import type { WantedCredential } from '../../core/setup/credential-xml.js';
import { SetupError } from '../../core/setup/setup-error.js';
import { readPair } from './read-pair.js';

/** What the credentials are made from. */
export interface CredentialSource {
  readonly secrets: SecretStore;
  readonly pipeline: Pipeline;
  /** The repository that the job clones. */
  readonly repository: string;
}

/** The credentials that the options name; none where they name none. Secrets come from where references say, never from the line itself. */
export async function readCredentials(
  invocation: Invocation,
  source: CredentialSource,
): Promise<readonly WantedCredential[]> {
  const found = await Promise.all([readGitUser(invocation, source), readEcrUser(invocation, source)]);
  return found.flatMap((one) => one ?? []);
}

async function readGitUser(
  invocation: Invocation,
  { secrets, pipeline, repository }: CredentialSource,
): Promise<WantedCredential | undefined> {
  const given = textOption(invocation, 'git-user');
  if (given === undefined) return undefined;
  const { user, secret: privateKey } = await readPair(given, secrets, invocation.signal);
  const codeCommit = /git-codecommit[.-]/.test(repository);
  if (codeCommit && !/^APKA[A-Z0-9]{12,124}$/.test(user)) {
    throw new SetupError('setup-codecommit-user', 'CodeCommit does not know the user of the Git credential', {
      hint: 'Give the SSH key id that IAM shows beside the public key: --git-user APKA…:file:/path/to/key.',
    });
  }
  const reference = textOption(invocation, 'git-passphrase');
  const passphrase = reference === undefined ? undefined : await secrets.get(reference, { signal: invocation.signal });
  const fingerprint = await keyFingerprint(privateKey, passphrase);
  return { kind: 'ssh-key', id: pipeline.source.credentialsId, user, privateKey, passphrase, fingerprint };
}

async function readEcrUser(
  invocation: Invocation,
  { secrets, pipeline }: CredentialSource,
): Promise<WantedCredential | undefined> {
  const given = textOption(invocation, 'ecr-user');
  const role = textOption(invocation, 'ecr-role');
  if (given === undefined && role === undefined) return undefined;
  const { auth } = pipeline.publication.registry;
  const id = 'credentialsId' in auth ? (auth.credentialsId ?? 'ecrUser') : 'ecrUser';
  if (given === undefined) return { kind: 'aws', id, accessKeyId: undefined, secretKey: undefined, role };
  const { user, secret } = await readPair(given, secrets, invocation.signal);
  return { kind: 'aws', id, accessKeyId: user, secretKey: secret, role };
}
