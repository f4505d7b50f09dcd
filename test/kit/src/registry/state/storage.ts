import type { Snapshot } from './schema.js';

/** A blob of a repository. */
export interface BlobAddress {
  readonly repository: string;
  readonly digest: string;
}

/** A manifest to keep, under a tag or its digest. */
export interface StoredManifest extends BlobAddress {
  readonly tag: string | undefined;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Where a registry keeps its bytes. A blob belongs to the repositories that it was written to or mounted in. */
export interface RegistryStorage {
  /** What an earlier life of the registry left, manifests by digest. */
  load(): Promise<{ readonly snapshot: Snapshot; readonly manifests: ReadonlyMap<string, Buffer> }>;
  save(snapshot: () => Snapshot): void;
  hasBlob(address: BlobAddress): Promise<boolean>;
  readBlob(address: BlobAddress): Promise<Buffer | undefined>;
  writeBlob(address: BlobAddress, bytes: Buffer): Promise<void>;
  /** False where `from` does not hold it. */
  mountBlob(address: BlobAddress, from: string): Promise<boolean>;
  writeManifest(manifest: StoredManifest): Promise<void>;
  deleteManifest(address: BlobAddress): Promise<void>;
}

/** Keeps everything in memory. */
export function memoryStorage(): RegistryStorage {
  const blobs = new Map<string, Buffer>();
  const links = new Set<string>();
  const link = ({ repository, digest }: BlobAddress) => `${repository}@${digest}`;
  return {
    load: async () => ({ snapshot: [], manifests: new Map() }),
    save: () => undefined,
    hasBlob: async (address) => links.has(link(address)),
    readBlob: async (address) => (links.has(link(address)) ? blobs.get(address.digest) : undefined),
    async writeBlob(address, bytes) {
      blobs.set(address.digest, bytes);
      links.add(link(address));
    },
    async mountBlob(address, from) {
      if (!links.has(link({ ...address, repository: from }))) return false;
      links.add(link(address));
      return true;
    },
    writeManifest: async () => undefined,
    deleteManifest: async () => undefined,
  };
}
