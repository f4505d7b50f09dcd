import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** A layer of an image, checked against its digest. */
export interface LayerContent {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * Unpacks the files and folders of a layer below `root`, which they cannot leave. Links could lead out of it and whiteouts take away what a
 * lower layer has: both are refused, for no image that is assembled of files has them.
 */
export async function unpackLayer({ mediaType, bytes }: LayerContent, root: string): Promise<void> {
  const archive = extract();
  const source = Readable.from([bytes]);
  const fed = mediaType.endsWith('gzip') ? pipeline(source, createGunzip(), archive) : pipeline(source, archive);
  const unpacked = (async () => {
    for await (const entry of archive) {
      const { name, type, mode = 0o644 } = entry.header;
      const target = pathInside(root, name);
      if (type === 'directory') {
        await mkdir(target, { recursive: true });
        entry.resume();
      } else if (type === 'file' && !/(?:^|\/)\.wh\./.test(name)) {
        await mkdir(dirname(target), { recursive: true });
        await pipeline(entry, createWriteStream(target, { mode: mode & 0o755 }));
      } else {
        throw new Error(`the image has ${name}, a ${type === 'file' ? 'whiteout' : type}, which is not unpacked here`);
      }
    }
  })();
  await Promise.all([fed, unpacked]);
}

/** A path of an image as one of this machine, below `root`. Throws where it leads out of it. */
export function pathInside(root: string, path: string): string {
  const target = join(root, path);
  if (target === root || target === `${root}${sep}` || target.startsWith(`${root}${sep}`)) return target;
  throw new Error(`${path} leads out of the image`);
}
