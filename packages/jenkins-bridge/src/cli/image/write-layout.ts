import { rm } from 'node:fs/promises';
import type { Digest } from '@towline/shared/image';
import { openOciLayout } from '../../adapters/builders/towline/oci-layout.js';
import { packFolder } from '../../adapters/builders/towline/pack-folder.js';
import { copyImage } from '../../app/image/copy-image.js';
import type { Images } from './compose-images.js';

/** An image of the store, and where it goes. */
export interface LayoutRequest {
  readonly images: Images;
  readonly digest: Digest;
  readonly names: readonly string[];
  /** A folder; an archive where it ends with `.tar`. */
  readonly path: string;
}

/** Writes an image of the store as an OCI image layout, under its names, or `latest` where it has none. */
export async function writeLayout({ images, digest, names, path }: LayoutRequest, signal: AbortSignal): Promise<void> {
  const from = await images.store.open({ host: 'localhost', path: 'layout' }, 'pull');
  const archive = path.endsWith('.tar');
  const folder = archive ? `${path}.layout` : path;
  const tags = names.length === 0 ? ['latest'] : names;
  const name = { kind: 'digest', digest } as const;
  try {
    await copyImage({ from, to: openOciLayout(folder), name, called: digest, tags, concurrency: 2 }, signal);
    if (archive) await packFolder(folder, path, signal);
  } finally {
    if (archive) await rm(folder, { recursive: true, force: true });
  }
}
