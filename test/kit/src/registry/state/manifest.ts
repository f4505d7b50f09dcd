import type { z } from 'zod';
import { manifestSchema } from './schema.js';
import { StateError } from './state-error.js';

/** A manifest or an index, as far as a registry reads it. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The media types of lists of manifests. */
export const indexMediaTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

/** The manifest in `bytes`. Throws `manifest-invalid` where it is none, or not one of its media type. */
export function parseManifest(bytes: Uint8Array, mediaType: string): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(bytes));
  if (!parsed.success) throw new StateError('manifest-invalid', mediaType);
  const manifest = parsed.data;
  const isIndex = manifest.manifests !== undefined;
  const agrees = manifest.mediaType === undefined || manifest.mediaType === mediaType;
  if (!agrees || isIndex !== indexMediaTypes.has(mediaType) || (!isIndex && manifest.config === undefined)) {
    throw new StateError('manifest-invalid', mediaType);
  }
  return manifest;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
