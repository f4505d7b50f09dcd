import { type Digest, formatRepository } from '../../image/index.js';
import type { ImageSignature } from '../../ports/index.js';
import { toDigest } from '../format/digest-of.js';
import { parseJson } from '../format/parse-json.js';
import { signatureManifestSchema } from '../format/schema.js';
import type { Ask, ImageSource } from '../image-source.js';

/** Nobody needs more to sign one image; whoever fills a repository must not fill our memory. */
const signaturesAtMost = 16;
const signatureKey = 'dev.cosignproject.cosign/signature';
const payloadType = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** The signatures that cosign keeps under a tag that is made of the digest: `sha256-<hex>.sig`. Each is a layer with the signature beside it. */
export async function listSignatures(
  source: ImageSource,
  ask: Ask,
  digest: Digest,
): Promise<readonly ImageSignature[]> {
  const tag = `${digest.replace(':', '-')}.sig`;
  const fetched = await source.manifest(ask, { kind: 'tag', tag });
  if (fetched === undefined) return [];
  const what = `the signatures of ${formatRepository(ask.repository)}@${digest}`;
  const { layers } = parseJson(fetched.bytes, signatureManifestSchema, what);
  const signed = layers.flatMap(({ mediaType, digest: payload, annotations }) => {
    const signature = annotations?.[signatureKey];
    return mediaType === payloadType && signature !== undefined ? [{ payload, signature }] : [];
  });
  return Promise.all(
    signed.slice(0, signaturesAtMost).map(async ({ payload, signature }) => ({
      payload: await source.blob(ask, toDigest(payload)),
      signature: Buffer.from(signature, 'base64'),
    })),
  );
}
