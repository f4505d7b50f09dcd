import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '@towline/shared/errors';
import { snapshotSchema } from './schema.js';
import type { BlobAddress, RegistryStorage } from './storage.js';

/** Keeps blobs and manifests as files by digest and the rest in `state.json`, so that a registry can be stopped and started again. */
export function folderStorage(folder: string): RegistryStorage {
  const index = join(folder, 'state.json');
  const content = (digest: string) => join(folder, 'content', digest.replace(':', '-'));
  const link = ({ repository, digest }: BlobAddress) =>
    join(folder, 'links', encodeURIComponent(repository), digest.replace(':', '-'));
  return {
    async load() {
      const text = read(index);
      const snapshot = text === undefined ? [] : snapshotSchema.parse(JSON.parse(text.toString('utf8')));
      const manifests = new Map<string, Buffer>();
      for (const { digest } of snapshot.flatMap(({ images }) => images)) {
        const bytes = read(content(digest));
        if (bytes !== undefined) manifests.set(digest, bytes);
      }
      return { snapshot, manifests };
    },
    save: (snapshot) => write(index, JSON.stringify(snapshot())),
    hasBlob: async (address) => existsSync(link(address)),
    readBlob: async (address) => (existsSync(link(address)) ? read(content(address.digest)) : undefined),
    async writeBlob(address, bytes) {
      write(content(address.digest), bytes);
      write(link(address), '');
    },
    async mountBlob(address, from) {
      if (!existsSync(link({ ...address, repository: from }))) return false;
      write(link(address), '');
      return true;
    },
    writeManifest: async ({ digest, bytes }) => write(content(digest), bytes),
    deleteManifest: async () => undefined,
  };
}

/** Replaces a file in one step: a registry that is killed leaves the old one or the new one. */
function write(file: string, bytes: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
