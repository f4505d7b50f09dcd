import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Digest } from '@towline/shared/image';
import type { ImageSignature, SignatureLister } from '@towline/shared/ports';
import type { KubernetesSecretReader } from '@towline/shared/registry';
import type { SignatureVerdict } from '../../core/plan/signature-verdict.js';
import type { VerdictQuery } from '../../core/plan/what-is-missing.js';
import { payloadSchema } from './schema.js';
import { SignatureError } from './signature-error.js';

/** Judges whether images are signed. */
export interface CosignSignatures {
  verify(query: VerdictQuery, waiting?: { readonly signal?: AbortSignal | undefined }): Promise<SignatureVerdict>;
}

/**
 * Signatures by cosign with a key: one of those beside the image must be of the key, and be about the digest. The key is read anew each time,
 * so that it can be changed. Signatures without a key, by Fulcio and Rekor, are not judged.
 */
export function createCosignSignatures({
  registry,
  secrets,
}: {
  readonly registry: SignatureLister;
  readonly secrets: KubernetesSecretReader;
}): CosignSignatures {
  return {
    async verify({ key: place, repository, digest, credentials }, { signal } = {}) {
      const key = await readKey(secrets, place, signal);
      const signatures = await registry.signatures({ repository, digest, credentials, signal });
      if (signatures.length === 0) return { kind: 'not-signed', reason: 'has no signature' };
      const ofKey = signatures.filter((one) => isOf(key, one));
      if (ofKey.length === 0) {
        return { kind: 'not-signed', reason: `is not signed by the key ${place.secretName}/${place.key}` };
      }
      if (ofKey.some(({ payload }) => isAbout(digest, payload))) return { kind: 'signed' };
      return { kind: 'not-signed', reason: 'has a signature that is about another image' };
    },
  };
}

async function readKey(
  secrets: KubernetesSecretReader,
  { namespace, secretName, key }: VerdictQuery['key'],
  signal: AbortSignal | undefined,
): Promise<KeyObject> {
  const at = `${namespace}/${secretName}`;
  const fields = await secrets.read(namespace, secretName, { signal });
  const value = fields?.[key];
  if (value === undefined) {
    const what = fields === undefined ? `There is no Secret ${at}` : `The Secret ${at} has no field ${key}`;
    throw new SignatureError('signature-key-missing', what);
  }
  try {
    return createPublicKey(value.reveal());
  } catch (cause) {
    throw new SignatureError('signature-key-invalid', `The field ${key} of the Secret ${at} is no public key`, {
      cause,
    });
  }
}

function isOf(key: KeyObject, { payload, signature }: ImageSignature): boolean {
  // Ed25519 hashes by itself.
  const hash = key.asymmetricKeyType === 'ed25519' ? undefined : 'sha256';
  return verify(hash, payload, key, signature);
}

function isAbout(digest: Digest, payload: Uint8Array): boolean {
  const parsed = payloadSchema.safeParse(parseJson(payload));
  if (!parsed.success) return false;
  const { image, type } = parsed.data.critical;
  return type === 'cosign container image signature' && image['docker-manifest-digest'] === digest;
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}
