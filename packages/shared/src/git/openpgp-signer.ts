import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors/index.js';
import { type Environment, inheritedEnvironment, type runProcess } from '../process/index.js';
import type { Secret } from '../secret/index.js';
import { GitError } from './git-error.js';
import type { GitSigning, OpenPgpKey } from './git-signing.js';
import type { PrivateFolder } from './private-folder.js';
import { lastWords } from './translate-failure.js';

/** Signs texts with one key. */
export interface OpenPgpSigner extends AsyncDisposable {
  /** The detached signature of what is in a file, armored. Throws `git-signing`. */
  sign(file: string): Promise<string>;
}

/** What {@link openOpenPgpSigner} works with. */
export interface OpenPgpSignerOptions {
  readonly run: typeof runProcess;
  readonly environment: Environment;
  readonly signing: Extract<GitSigning, { kind: 'openpgp' }>;
  /** Where a key is kept that is in no keyring, as long as the signer lives. */
  readonly folder: PrivateFolder;
  readonly signal?: AbortSignal | undefined;
}

/** What gpg needs to find its keyring, its agent and its programs. */
const inherited = ['PATH', 'HOME', 'USER', 'LOGNAME', 'GNUPGHOME', 'XDG_RUNTIME_DIR', 'TMPDIR', 'SystemRoot'] as const;
/** Nobody is asked anything. */
const quiet = ['--batch', '--no-tty', '--quiet', '--pinentry-mode', 'loopback'] as const;
const bounds = { timeoutMs: 60_000, maxOutputBytes: 1024 * 1024 };

/** A signer by the gpg program. The passphrase reaches it by its standard input. */
export async function openOpenPgpSigner(options: OpenPgpSignerOptions): Promise<OpenPgpSigner> {
  const { signing, folder } = options;
  const { key, passphrase } = signing;
  const gpg = gpgOf(options, key.kind === 'file' ? await keyring(folder) : {});
  const signer = (id: string): OpenPgpSigner => ({
    async sign(file) {
      const given = passphrase === undefined ? {} : { input: `${passphrase.reveal()}\n`, redact: [passphrase] };
      const byInput = passphrase === undefined ? [] : ['--passphrase-fd', '0'];
      const args = [...quiet, ...byInput, '--local-user', id, '--armor', '--output', '-', '--detach-sign', file];
      return gpg({ args, ...given });
    },
    async [Symbol.asyncDispose]() {
      // The agent of a keyring that goes would stay behind.
      if (key.kind === 'file') await gpg({ command: 'gpgconf', args: ['--kill', 'gpg-agent'] }).catch(() => undefined);
    },
  });
  return key.kind === 'keyring' ? signer(key.id) : signer(await importKey(gpg, key));
}

async function keyring(folder: PrivateFolder): Promise<Record<string, string>> {
  const home = join(folder.path, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  return { GNUPGHOME: home };
}

interface GpgCommand {
  readonly command?: 'gpg' | 'gpgconf';
  readonly args: readonly string[];
  readonly input?: string | undefined;
  readonly redact?: readonly Secret[] | undefined;
}

type Gpg = (command: GpgCommand) => Promise<string>;

function gpgOf({ run, environment, signal }: OpenPgpSignerOptions, more: Record<string, string>): Gpg {
  const env = { ...inheritedEnvironment(environment, inherited), LC_ALL: 'C', ...more };
  return async ({ command = 'gpg', args, input, redact }) => {
    try {
      const { stdout } = await run({ command, args, env, input, redact, ...bounds, signal });
      return Buffer.from(stdout).toString('utf8');
    } catch (error) {
      signal?.throwIfAborted();
      throw signingFailure(error);
    }
  };
}

/** Puts the key into a keyring of its own, and gives its fingerprint. */
async function importKey(gpg: Gpg, { privateKey }: Extract<OpenPgpKey, { kind: 'file' }>): Promise<string> {
  await gpg({ args: [...quiet, '--import'], input: privateKey.reveal(), redact: [privateKey] });
  const listed = await gpg({ args: [...quiet, '--with-colons', '--list-secret-keys'] });
  const fingerprint = /^fpr:(?:[^:\n]*:){8}([0-9A-F]+):/m.exec(listed)?.[1];
  if (fingerprint !== undefined) return fingerprint;
  throw new GitError('git-signing', 'The signing key has no private key in it', {
    hint: 'Write it by gpg --armor --export-secret-keys.',
  });
}

function signingFailure(error: unknown): unknown {
  switch (errorCode(error)) {
    case 'process-not-found':
      return new GitError('git-signing', 'The gpg program could not be started', {
        hint: 'Install GnuPG, or sign with an SSH key: --git-commit-signing-method ssh.',
        cause: error,
      });
    case 'process-timeout':
    case 'process-output-too-large':
    case 'process-failed': {
      const words = lastWords(error);
      const asks = /can't get input|No passphrase given|Bad passphrase/.test(words);
      const hint = asks ? 'Say where its passphrase is kept: --git-commit-signing-passphrase.' : undefined;
      return new GitError('git-signing', `gpg could not sign: ${words}`, { hint, cause: error });
    }
    default:
      return error;
  }
}
