import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSlots } from '@towline/shared/async';
import { errorCode } from '@towline/shared/errors';
import type { Descriptor, ImagePlace } from '@towline/shared/ports';
import { readIndex as readIndexFile } from '../../../core/image/read-image.js';
import { writeIndex } from '../../../core/image/write-manifest.js';
import { createBlobFolder } from './blob-folder.js';
import { createBlobPlace } from './blob-place.js';

const refName = 'org.opencontainers.image.ref.name';
const marker = '{"imageLayoutVersion":"1.0.0"}';

/** The images of an OCI image layout, the form in which images lie in a folder. Made where it is not there; one process at a time writes it. */
export function openOciLayout(folder: string): ImagePlace {
  const queue = createSlots(1);
  const indexPath = join(folder, 'index.json');
  return createBlobPlace(createBlobFolder(folder), {
    async find(tag) {
      const images = await readIndex(indexPath);
      const named = images.find(({ annotations }) => annotations?.[refName] === tag);
      // A layout of one image needs no name, and no asking for the one that it has.
      const isOnly = images.length === 1 && (images[0]?.annotations?.[refName] === undefined || tag === 'latest');
      return named ?? (isOnly ? images[0] : undefined);
    },
    set: (tag, image) =>
      queue.run(async () => {
        const others = (await readIndex(indexPath)).filter(({ annotations }) => annotations?.[refName] !== tag);
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, 'oci-layout'), marker);
        const draft = join(folder, `.${randomUUID()}`);
        await writeFile(draft, writeIndex([...others, { ...image, annotations: { [refName]: tag } }], {}));
        await rename(draft, indexPath);
      }),
  });
}

async function readIndex(path: string): Promise<readonly Descriptor[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
  return readIndexFile(bytes, path).manifests;
}
