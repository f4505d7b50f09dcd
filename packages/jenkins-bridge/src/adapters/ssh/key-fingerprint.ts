import { createHash } from 'node:crypto';
import type { Secret } from '@towline/shared/secret';
import { SetupError } from '../../core/setup/setup-error.js';

/** `SHA256:…` of the public part of a private key, as `ssh-keygen -l` shows it. */
export async function keyFingerprint(privateKey: Secret, passphrase: Secret | undefined): Promise<string> {
  const { default: ssh2 } = await import('ssh2');
  const text = `${privateKey.reveal().replaceAll('\r\n', '\n').trim()}\n`;
  const parsed = ssh2.utils.parseKey(text, passphrase?.reveal());
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  // What the library says does not quote the key.
  if (key === undefined || !('getPublicSSH' in key)) {
    throw new SetupError('setup-bad-key', 'The private key of the Git credential cannot be read', {
      hint: 'Give a key in the format of OpenSSH or PEM; where it has a passphrase, --git-passphrase.',
      cause: key,
    });
  }
  const digest = createHash('sha256').update(key.getPublicSSH()).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
