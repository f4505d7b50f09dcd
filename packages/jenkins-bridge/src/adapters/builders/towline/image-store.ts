import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { formatRepository, type ImageRepository, parseDigest } from '@towline/shared/image';
import type { Descriptor, ImagePlaces } from '@towline/shared/ports';
import * as z from 'zod';
import { type BlobFolder, createBlobFolder } from './blob-folder.js';
import { createBlobPlace, type TagIndex } from './blob-place.js';
import { markUsed } from './mark-used.js';
import { readNote, writeNote } from './note.js';

/** The images that were built or pulled on this machine. */
export interface ImageStore extends ImagePlaces {
  readonly blobs: BlobFolder;
  /** Keeps a text, such as a config or a manifest. */
  keepText(mediaType: string, text: string): Promise<Descriptor>;
}

/** Where the names of images are, in the folder of a store. */
export const namesFolder = 'names';

/** The file of a name there. */
export function nameFile(name: string): string {
  return `${createHash('sha256').update(name).digest('hex')}.json`;
}

/** What such a file holds. */
export const nameSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  digest: z.string().transform((text) => parseDigest(text)),
  size: z.number(),
});

/** The store in this folder. Each name has a file of its own, so that processes side by side never lose each other's. */
export function createImageStore(folder: string): ImageStore {
  const blobs = createBlobFolder(folder, { marksUse: true });
  return {
    blobs,
    keepText: async (mediaType, text) => ({ mediaType, ...(await blobs.keepText(text)) }),
    open: async (repository) => createBlobPlace(blobs, namesIn(join(folder, namesFolder), repository)),
  };
}

function namesIn(folder: string, repository: ImageRepository): TagIndex {
  const nameOf = (tag: string) => `${formatRepository(repository)}:${tag}`;
  const pathOf = (name: string) => join(folder, nameFile(name));
  return {
    async find(tag) {
      const name = nameOf(tag);
      const read = await readNote(pathOf(name), nameSchema);
      if (read?.digest === undefined || read.name !== name) return undefined;
      await markUsed(pathOf(name));
      const { mediaType, digest, size } = read;
      return { mediaType, digest, size };
    },
    async set(tag, { mediaType, digest, size }: Descriptor) {
      const name = nameOf(tag);
      await writeNote(pathOf(name), { name, mediaType, digest, size });
    },
  };
}
