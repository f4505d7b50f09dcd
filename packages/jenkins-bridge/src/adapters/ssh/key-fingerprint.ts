import { createHash, createPublicKey } from 'node:crypto';
import type { Secret } from '@towline/shared/secret';
import { SetupError } from '../../core/setup/setup-error.js';

/** `SHA256:…` of the public part of a private key, as `ssh-keygen -l` shows it. Throws `setup-bad-key`, without a word of the key. */
export async function keyFingerprint(privateKey: Secret, passphrase: Secret | undefined): Promise<string> {
  const text = `${privateKey.reveal().replaceAll('\r\n', '\n').trim()}\n`;
  const blob = (await ofSshLibrary(text, passphrase)) ?? ofPkcs8(text, passphrase);
  if (blob === undefined) {
    throw new SetupError('setup-bad-key', 'The private key of the Git credential cannot be read', {
      hint: 'Give an RSA or Ed25519 key in the format of OpenSSH or PEM; where it has a passphrase, --git-passphrase.',
    });
  }
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The formats of OpenSSH, of PuTTY, and the older ones of PEM. */
async function ofSshLibrary(text: string, passphrase: Secret | undefined): Promise<Buffer | undefined> {
  const { default: ssh2 } = await import('ssh2');
  const parsed = ssh2.utils.parseKey(text, passphrase?.reveal());
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  return key !== undefined && 'getPublicSSH' in key ? key.getPublicSSH() : undefined;
}

/** PKCS#8, which ssh takes and the library does not. */
function ofPkcs8(text: string, passphrase: Secret | undefined): Buffer | undefined {
  const jwk = publicJwk(text, passphrase);
  const { kty, crv, e, n, x } = jwk ?? {};
  if (kty === 'RSA' && e !== undefined && n !== undefined) return packed(Buffer.from('ssh-rsa'), number(e), number(n));
  if (crv === 'Ed25519' && x !== undefined) return packed(Buffer.from('ssh-ed25519'), Buffer.from(x, 'base64url'));
  return undefined;
}

function publicJwk(text: string, passphrase: Secret | undefined) {
  try {
    const protection = passphrase === undefined ? {} : { passphrase: passphrase.reveal() };
    return createPublicKey({ key: text, format: 'pem', ...protection }).export({ format: 'jwk' });
  } catch {
    // What OpenSSL says of a key that it cannot read helps nobody.
    return undefined;
  }
}

/** RFC 4251, 5: each part behind its length. */
function packed(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

/** RFC 4251, 5: a positive number whose first bit is set has a zero before it. */
function number(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, 'base64url');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
}
