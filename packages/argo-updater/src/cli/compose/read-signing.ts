import { CliError, readTextFile } from '@towline/shared/cli';
import type { SecretStore } from '@towline/shared/config';
import type { GitSigning } from '@towline/shared/git';
import { Secret } from '@towline/shared/secret';
import type { Settings } from '../settings/settings-schema.js';

/** How commits are signed, as the settings say; undefined where they are not. */
export async function readSigning(
  { signingKey, signingMethod, signingPassphrase }: Settings['git'],
  secrets: SecretStore,
): Promise<GitSigning | undefined> {
  if (signingKey === undefined || signingKey === '') return undefined;
  if (signingMethod === 'openpgp') {
    const passphrase = signingPassphrase && (await secrets.get(signingPassphrase.text));
    // No id, fingerprint or address has a slash, which every path of a mounted Secret has.
    if (!signingKey.includes('/')) return { kind: 'openpgp', key: { kind: 'keyring', id: signingKey }, passphrase };
    const privateKey = new Secret(await readTextFile(signingKey));
    return { kind: 'openpgp', key: { kind: 'file', privateKey }, passphrase };
  }
  if (signingPassphrase !== undefined) {
    throw new CliError('cli-config-invalid', 'SSH keys that sign commits have no passphrase', {
      hint: 'Take it away with ssh-keygen -p, and leave out --git-commit-signing-passphrase.',
    });
  }
  return { kind: 'ssh', privateKey: new Secret(await readTextFile(signingKey)) };
}
