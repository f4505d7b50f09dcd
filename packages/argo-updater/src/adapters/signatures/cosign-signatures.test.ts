import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseDigest } from '@towline/shared/image';
import type { ImageSignature } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';
import { createCosignSignatures } from './cosign-signatures.js';

const digest = digestOf('a');
const repository = { host: 'registry.example', path: 'shop/web' };
const key = { namespace: 'argocd', secretName: 'cosign', key: 'cosign.pub' };
const pairs = {
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed25519: generateKeyPairSync('ed25519'),
  other: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

function digestOf(letter: string) {
  const found = parseDigest(`sha256:${letter.repeat(64)}`);
  if (found === undefined) throw new TypeError(letter);
  return found;
}

function signed(
  privateKey: KeyObject,
  about: string = digest,
  type = 'cosign container image signature',
): ImageSignature {
  const critical = { identity: { 'docker-reference': '' }, image: { 'docker-manifest-digest': about }, type };
  const payload = Buffer.from(JSON.stringify({ critical, optional: null }));
  const hash = privateKey.asymmetricKeyType === 'ed25519' ? undefined : 'sha256';
  return { payload, signature: sign(hash, payload, privateKey) };
}

function verify(signatures: readonly ImageSignature[], secret: Readonly<Record<string, string>> | undefined) {
  const fields = secret && Object.fromEntries(Object.entries(secret).map(([name, text]) => [name, new Secret(text)]));
  return createCosignSignatures({
    registry: { signatures: async () => signatures },
    secrets: { read: async () => fields },
  }).verify({ repository, digest, credentials: undefined, key });
}

const pem = (publicKey: KeyObject) => ({ 'cosign.pub': publicKey.export({ type: 'spki', format: 'pem' }).toString() });
const { ec, rsa, ed25519, other } = pairs;
const good = signed(ec.privateKey);

describe('createCosignSignatures', () => {
  it.each([
    ['ECDSA', ec],
    ['RSA', rsa],
    ['Ed25519', ed25519],
  ])('accepts a signature by a key of %s', async (_what, { privateKey, publicKey }) => {
    expect(await verify([signed(privateKey)], pem(publicKey))).toEqual({ kind: 'signed' });
  });

  it('accepts one good signature among others', async () => {
    expect(await verify([signed(other.privateKey), good], pem(ec.publicKey))).toEqual({ kind: 'signed' });
  });

  it.each<readonly [string, readonly ImageSignature[], RegExp]>([
    ['no signature', [], /has no signature/],
    ['a signature by another key', [signed(other.privateKey)], /not signed by the key cosign\/cosign\.pub/],
    ['a signature of another image', [signed(ec.privateKey, digestOf('b'))], /about another image/],
    ['a signature of something else', [signed(ec.privateKey, digest, 'an invoice')], /about another image/],
    [
      'a payload that was changed',
      [{ ...good, payload: Buffer.concat([good.payload, Buffer.from(' ')]) }],
      /not signed by/,
    ],
    [
      'a payload that is no JSON',
      [{ payload: Buffer.from('x'), signature: sign('sha256', Buffer.from('x'), ec.privateKey) }],
      /another/,
    ],
    ['a signature that is none', [{ ...good, signature: Buffer.from('x') }], /not signed by/],
  ])('refuses %s', async (_what, signatures, reason) => {
    expect(await verify(signatures, pem(ec.publicKey))).toEqual({
      kind: 'not-signed',
      reason: expect.stringMatching(reason),
    });
  });

  it.each([
    ['signature-key-missing', 'there is no Secret', undefined],
    ['signature-key-missing', 'the Secret has no such field', {}],
    ['signature-key-invalid', 'the field holds no key', { 'cosign.pub': 'hunter2' }],
  ])('fails with %s where %s', async (code, _where, secret) => {
    const failure: unknown = await verify([good], secret).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).not.toContain('hunter2');
  });
});
