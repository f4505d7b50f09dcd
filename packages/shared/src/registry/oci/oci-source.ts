import { createHash } from 'node:crypto';
import { mapConcurrently } from '../../async/index.js';
import { type Digest, formatRepository } from '../../image/index.js';
import { toDigest } from '../format/digest-of.js';
import { refuseSchema1 } from '../format/manifest.js';
import { acceptedManifestTypes, bareMediaType } from '../format/media-types.js';
import { verifyDigest } from '../format/verify-digest.js';
import type { Ask, FetchedManifest, ImageSource, ManifestReference } from '../image-source.js';
import type { OciConnection } from './oci-connection.js';
import { createPageMemory } from './page-memory.js';
import { createPagingStyle } from './paging-style.js';
import { listTags } from './tag-pages.js';

/** Bounds of a source over the distribution API. */
export interface OciSourceOptions {
  readonly connection: OciConnection;
  readonly concurrency: number;
  readonly pageSize: number;
  readonly maxTags: number;
}

/** The size that the distribution specification asks registries to accept. */
const maxManifestBytes = 4 * 1024 * 1024;
const maxConfigBytes = 8 * 1024 * 1024;
const manifestHeaders = { accept: acceptedManifestTypes.join(', ') };

/** An {@link ImageSource} over the OCI distribution API. */
export function createOciSource({ connection, concurrency, pageSize, maxTags }: OciSourceOptions): ImageSource {
  const paging = { connection, memory: createPageMemory(), style: createPagingStyle(connection), pageSize, maxTags };
  const address = (ask: Ask, kind: 'manifests' | 'blobs', reference: string) =>
    `${connection.base}${ask.repository.path}/${kind}/${reference}`;

  const source: ImageSource = {
    async list(ask) {
      const tags = await listTags(ask, paging);
      return tags.map((tag) => ({ tag }));
    },
    async digests(ask, tags) {
      const found = await mapConcurrently(tags, { concurrency, signal: ask.signal }, (tag, signal) =>
        digestOf({ ...ask, signal }, tag),
      );
      const digests = new Map(tags.flatMap((tag, index) => (found[index] === undefined ? [] : [[tag, found[index]]])));
      // A HEAD does not tell a missing tag from a missing repository; a listing does, by its error.
      if (digests.size === 0 && tags.length > 0) await listTags(ask, paging);
      return digests;
    },
    async manifest(ask, reference) {
      const name = reference.kind === 'tag' ? reference.tag : reference.digest;
      const url = address(ask, 'manifests', name);
      const answer = await connection.request(ask, {
        kind: 'manifest',
        method: 'GET',
        url,
        headers: manifestHeaders,
        maxBytes: maxManifestBytes,
        accept: [404],
      });
      if (answer.status === 404) return undefined;
      return checked(ask, reference, { body: answer.body, headers: answer.headers });
    },
    async blob(ask, digest) {
      const url = address(ask, 'blobs', digest);
      const { body } = await connection.request(ask, { kind: 'blob', method: 'GET', url, maxBytes: maxConfigBytes });
      verifyDigest(body, digest, `The blob of ${formatRepository(ask.repository)}`);
      return body;
    },
  };

  const digestOf = async (ask: Ask, tag: string): Promise<Digest | undefined> => {
    const url = address(ask, 'manifests', tag);
    const head = { kind: 'digest', method: 'HEAD', url, headers: manifestHeaders, maxBytes: 0 } as const;
    const answer = await connection.request(ask, { ...head, accept: [404, 405] });
    if (answer.status === 404) return undefined;
    const digest = answer.headers['docker-content-digest'];
    if (answer.status < 300 && digest !== undefined) return toDigest(digest);
    // Some registries do not say the digest without the manifest, or do not know HEAD.
    return (await source.manifest(ask, { kind: 'tag', tag }))?.digest;
  };
  return source;
}

function checked(
  ask: Ask,
  reference: ManifestReference,
  answer: { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> },
): FetchedManifest {
  const what = `The manifest of ${formatRepository(ask.repository)}`;
  const mediaType = bareMediaType(answer.headers['content-type'] ?? '');
  refuseSchema1(mediaType, what);
  const said = answer.headers['docker-content-digest'];
  const digest =
    reference.kind === 'digest' ? reference.digest : said === undefined ? sha256(answer.body) : toDigest(said);
  verifyDigest(answer.body, digest, what);
  return { digest, mediaType, bytes: answer.body };
}

function sha256(bytes: Uint8Array): Digest {
  return toDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}
