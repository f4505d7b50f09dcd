import type { Digest } from '@towline/shared/image';
import type { Descriptor, ImagePlace, ManifestContent } from '@towline/shared/ports';
import * as z from 'zod';
import { ociTypes } from '../../../core/image/media-types.js';
import type { BlobFolder } from './blob-folder.js';
import { parseJson } from './note.js';

/** Knows which image a tag names. */
export interface TagIndex {
  find(tag: string): Promise<Descriptor | undefined>;
  set(tag: string, image: Descriptor): Promise<void>;
}

const typed = z.object({ mediaType: z.string().optional(), manifests: z.array(z.unknown()).optional() });

/** Images in a folder of blobs, under the tags of `tags`. */
export function createBlobPlace(blobs: BlobFolder, tags: TagIndex): ImagePlace {
  const load = async (digest: Digest, mediaType?: string): Promise<ManifestContent | undefined> => {
    const bytes = await blobs.readWhole(digest);
    return bytes && { digest, bytes, mediaType: mediaType ?? typeOf(bytes) };
  };
  return {
    async readManifest(name) {
      if (name.kind === 'digest') return load(name.digest);
      const image = await tags.find(name.tag);
      return image && load(image.digest, image.mediaType);
    },
    readBlob: (blob, range) => blobs.read(blob, range),
    // A blob may be missing even where a manifest is there: whoever writes looks at each.
    hasManifest: async () => false,
    async writeBlob(blob, source, signal) {
      if (await blobs.has(blob)) return 'present';
      await blobs.keep(source.open({ signal }), blob, signal);
      return 'written';
    },
    async writeManifest({ mediaType, digest, bytes }, tag) {
      await blobs.keep(only(bytes), { digest, size: bytes.length });
      if (tag !== undefined) await tags.set(tag, { mediaType, digest, size: bytes.length });
    },
  };
}

/** A manifest says its own type; where it does not, it is of the image specification. */
function typeOf(bytes: Uint8Array): string {
  const read = typed.safeParse(parseJson(Buffer.from(bytes).toString()));
  if (!read.success) return '';
  return read.data.mediaType ?? (read.data.manifests === undefined ? ociTypes.manifest : ociTypes.index);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}
