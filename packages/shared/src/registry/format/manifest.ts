import type { Digest, Platform } from '../../image/index.js';
import type { FetchedManifest } from '../image-source.js';
import { RegistryError } from '../registry-error.js';
import { toDigest } from './digest-of.js';
import { imageConfigTypes, imageManifestTypes, indexTypes, schema1Types } from './media-types.js';
import { parseJson } from './parse-json.js';
import { manifestSchema } from './schema.js';

/** One image of an index. */
export interface IndexChild {
  readonly digest: Digest;
  readonly platform?: Platform | undefined;
}

/** A manifest, read as far as it is used. */
export type Manifest =
  | {
      readonly kind: 'index';
      readonly children: readonly IndexChild[];
      readonly annotations: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'image';
      /** Undefined for charts, signatures and other artifacts: their config says nothing of a build. */
      readonly config: Digest | undefined;
      readonly annotations: Readonly<Record<string, string>>;
    };

type Descriptors = NonNullable<ReturnType<typeof manifestSchema.parse>['manifests']>;

/** Reads a manifest. Throws a `RegistryError` for Docker schema 1 and for what is no manifest at all. */
export function parseManifest(fetched: FetchedManifest, what: string): Manifest {
  const { mediaType } = fetched;
  const found = parseJson(fetched.bytes, manifestSchema, `the manifest of ${what}`);
  refuseSchema1(found.schemaVersion === 1 ? schema1Types[0] : mediaType, what);
  const annotations = found.annotations ?? {};
  if (found.manifests !== undefined && !isOneOf(imageManifestTypes, mediaType)) {
    return { kind: 'index', children: readChildren(found.manifests), annotations };
  }
  if (found.config === undefined || isOneOf(indexTypes, mediaType)) {
    throw new RegistryError(
      'registry-bad-response',
      `The manifest of ${what} (${mediaType}) is neither an image nor an index`,
    );
  }
  const isImage = imageConfigTypes.includes(found.config.mediaType ?? '');
  return { kind: 'image', config: isImage ? toDigest(found.config.digest) : undefined, annotations };
}

/** BuildKit keeps its attestations beside the images: for no platform, and marked by an annotation. */
function readChildren(descriptors: Descriptors): IndexChild[] {
  return descriptors
    .filter(({ annotations, platform, mediaType }) => {
      if (annotations?.['vnd.docker.reference.type'] !== undefined || platform?.os === 'unknown') return false;
      return mediaType === undefined || isOneOf(imageManifestTypes, mediaType);
    })
    .map(({ digest, platform }) => ({ digest: toDigest(digest), ...(platform ? { platform } : {}) }));
}

function isOneOf(types: readonly string[], type: string): boolean {
  return types.includes(type);
}

/** Throws for Docker schema 1, whose digest cannot be checked by hashing what was sent. */
export function refuseSchema1(mediaType: string | undefined, what: string): void {
  if (!schema1Types.some((type) => type === mediaType)) return;
  throw new RegistryError('registry-unsupported-image', `${what} is Docker schema 1, which is not read`, {
    hint: 'Registries and engines have dropped this format: pull the image and push it again with a current engine.',
  });
}
