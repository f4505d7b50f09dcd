import type { Secret } from '../secret/index.js';

/** How commits are signed. */
export type GitSigning =
  /** With an SSH key, unencrypted, in OpenSSH's format. */
  | { readonly kind: 'ssh'; readonly privateKey: Secret }
  /** By the gpg program. */
  | { readonly kind: 'openpgp'; readonly key: OpenPgpKey; readonly passphrase?: Secret | undefined };

/** Where the key is that gpg signs with. */
export type OpenPgpKey =
  /** In the keyring of the user: that of GNUPGHOME, or `~/.gnupg`. By its id, its fingerprint or the address of its owner. */
  | { readonly kind: 'keyring'; readonly id: string }
  /** Outside of any keyring: armored, as `gpg --armor --export-secret-keys` writes it. */
  | { readonly kind: 'file'; readonly privateKey: Secret };
