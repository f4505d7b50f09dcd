import { createHash } from 'node:crypto';
import { type Digest, formatRepository, type ImageRepository } from '../../image/index.js';
import type { BlobRange, Descriptor, ImagePlace } from '../../ports/index.js';
import { toDigest } from '../format/digest-of.js';
import { refuseSchema1 } from '../format/manifest.js';
import { acceptedManifestTypes, bareMediaType } from '../format/media-types.js';
import { verifyDigest } from '../format/verify-digest.js';
import { RegistryError } from '../registry-error.js';
import type { RegistrySession } from './registry-session.js';
import { uploadBlob } from './upload-blob.js';

/** What a {@link createRegistryPlace} works with. */
export interface RegistryPlaceOptions {
  readonly session: RegistrySession;
  readonly repository: ImageRepository;
  /** Blobs larger than this are uploaded in several requests. */
  readonly chunkBytes: number;
  /** Blobs that this repository is known to have; shared by all who write to it. */
  readonly known: Set<Digest>;
}

const accept = { accept: acceptedManifestTypes.join(', ') };

/** A repository of a registry that speaks the OCI distribution API, to be read and written. */
export function createRegistryPlace({ session, repository, chunkBytes, known }: RegistryPlaceOptions): ImagePlace {
  const address = (kind: 'manifests' | 'blobs', name: string) => `${session.base}${repository.path}/${kind}/${name}`;
  return {
    async readManifest(name, signal) {
      const url = address('manifests', name.kind === 'tag' ? name.tag : name.digest);
      const request = { method: 'GET', url, headers: accept, expect: 'bytes', accept: [404] } as const;
      const { status, headers, body: bytes } = await session.request({ repository, signal }, request);
      if (status === 404) return undefined;
      const what = `The manifest of ${formatRepository(repository)}`;
      const mediaType = bareMediaType(headers['content-type'] ?? '');
      refuseSchema1(mediaType, what);
      const digest = name.kind === 'digest' ? name.digest : toDigest(headers['docker-content-digest'] ?? sha256(bytes));
      verifyDigest(bytes, digest, what);
      return { mediaType, digest, bytes };
    },
    readBlob: (blob, range) => readBlob(session, { repository, blob, url: address('blobs', blob.digest) }, range),
    async hasManifest(digest, signal) {
      const request = { method: 'HEAD', url: address('manifests', digest), headers: accept } as const;
      const { status } = await session.request(
        { repository, signal },
        { ...request, expect: 'bytes', accept: [404, 405] },
      );
      return status < 300;
    },
    async writeBlob(blob, source, signal) {
      if (known.has(blob.digest)) return 'present';
      const ask = { repository, signal };
      const head = { method: 'HEAD', url: address('blobs', blob.digest), expect: 'bytes', accept: [404, 405] } as const;
      const there = (await session.request(ask, head)).status < 300;
      const outcome = there ? 'present' : await uploadBlob({ session, ask, blob, source, chunkBytes });
      known.add(blob.digest);
      return outcome;
    },
    async writeManifest({ mediaType, digest, bytes }, tag, signal) {
      const url = address('manifests', tag ?? digest);
      const headers = { 'content-type': mediaType };
      await session.request({ repository, signal }, { method: 'PUT', url, headers, body: bytes, expect: 'bytes' });
    },
  };
}

interface RemoteBlob {
  readonly repository: ImageRepository;
  readonly blob: Descriptor;
  readonly url: string;
}

/** A download that breaks off goes on where it was, a few times. */
async function* readBlob(
  session: RegistrySession,
  { repository, blob, url }: RemoteBlob,
  { offset = 0, signal }: BlobRange = {},
): AsyncGenerator<Uint8Array, void> {
  let at = offset;
  for (let left = 3; at < blob.size; left -= 1) {
    const before = at;
    const headers = { 'accept-encoding': 'identity', ...(at > 0 ? { range: `bytes=${at}-` } : {}) };
    const { status, body } = await session.request(
      { repository, signal },
      { method: 'GET', url, headers, expect: 'stream' },
    );
    // A server that knows no ranges sends everything again.
    let skip = status === 206 ? 0 : at;
    try {
      for await (const piece of body) {
        const bytes = Buffer.from(piece).subarray(skip);
        skip = Math.max(0, skip - piece.length);
        at += bytes.length;
        if (bytes.length > 0) yield bytes;
      }
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      if (left <= 0) throw broken(blob, at, cause);
    }
    if (at === before && left <= 0) throw broken(blob, at, undefined);
  }
}

function broken({ digest, size }: Descriptor, at: number, cause: unknown): RegistryError {
  return new RegistryError('registry-unavailable', `The blob ${digest} broke off after ${at} of ${size} bytes`, {
    cause,
  });
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
