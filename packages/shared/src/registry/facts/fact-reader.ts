import { type Digest, formatRepository } from '../../image/index.js';
import { parseBuildTime } from '../format/build-time.js';
import { type Manifest, parseManifest } from '../format/manifest.js';
import { parseJson } from '../format/parse-json.js';
import { imageConfigSchema } from '../format/schema.js';
import type { Ask, FetchedManifest, ImageSource } from '../image-source.js';
import { type DigestFacts, type FactCache, mergeLabels } from './digest-facts.js';

/** Facts under a digest: from the cache, else from the registry and then into the cache. */
export interface FactReader {
  /** What the cache holds, without a request. */
  known(digest: Digest): Promise<DigestFacts | undefined>;
  /** Undefined where the registry has no such digest. */
  read(ask: Ask, digest: Digest): Promise<DigestFacts | undefined>;
  /** The facts of a manifest that is at hand already: the cache's, or its own after its config was read. */
  readFetched(ask: Ask, fetched: FetchedManifest): Promise<DigestFacts>;
}

/** A reader over one source. Reads of one digest at the same time are one read. */
export function createFactReader(source: ImageSource, cache: FactCache): FactReader {
  const reader: FactReader = {
    known: (digest) => cache.get(digest),
    async read(ask, digest) {
      const known = await cache.get(digest);
      if (known !== undefined) return known;
      const fetched = await source.manifest(ask, { kind: 'digest', digest });
      return fetched && reader.readFetched(ask, fetched);
    },
    async readFetched(ask, fetched) {
      const known = await cache.get(fetched.digest);
      if (known !== undefined) return known;
      const manifest = parseManifest(fetched, describe(ask, fetched.digest));
      const facts = await factsOf(source, ask, { mediaType: fetched.mediaType, manifest });
      await cache.put(fetched.digest, facts);
      return facts;
    },
  };
  return reader;
}

async function factsOf(
  source: ImageSource,
  ask: Ask,
  { mediaType, manifest }: { mediaType: string; manifest: Manifest },
): Promise<DigestFacts> {
  if (manifest.kind === 'index') {
    return { kind: 'index', mediaType, children: manifest.children, labels: mergeLabels(manifest.annotations) };
  }
  if (manifest.config === undefined) return { kind: 'image', mediaType, labels: mergeLabels(manifest.annotations) };
  const bytes = await source.blob(ask, manifest.config);
  const config = parseJson(bytes, imageConfigSchema, `the config of ${describe(ask, manifest.config)}`);
  const { os, architecture, variant } = config;
  return {
    kind: 'image',
    mediaType,
    createdAt: parseBuildTime(config.created),
    platform: os && architecture ? { os, architecture, ...(variant ? { variant } : {}) } : undefined,
    labels: mergeLabels(config.config?.Labels, manifest.annotations),
  };
}

/** `host/path@digest`, for messages. */
function describe({ repository }: Ask, digest: Digest): string {
  return `${formatRepository(repository)}@${digest}`;
}
