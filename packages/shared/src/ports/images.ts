import type { Digest, ImageRepository, Platform } from '../image/index.js';
import type { InspectQuery } from './registry.js';

/** What names a blob or a manifest: its digest, with what is needed to fetch it. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** A manifest or an index as it is stored, checked against its digest. */
export interface ManifestContent {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/** A tag or a digest. */
export type ManifestName = InspectQuery['reference'];

/** How a blob is read. */
export interface BlobRange {
  /** Bytes that are left out at the beginning. Default 0. */
  readonly offset?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where images are read from: a repository of a registry, or a folder. */
export interface ImageReader {
  /** Undefined where there is none of that name. */
  readManifest(name: ManifestName, signal?: AbortSignal): Promise<ManifestContent | undefined>;
  /** The bytes of a blob as they are stored, not yet checked: whoever keeps them compares them with the digest. */
  readBlob(blob: Descriptor, range?: BlobRange): AsyncIterable<Uint8Array>;
}

/** Where the bytes of a blob come from. */
export interface BlobSource {
  /** May be called several times, where an upload is taken up again. */
  open(range: BlobRange): AsyncIterable<Uint8Array>;
  /** A repository of the same registry that has the blob already. */
  readonly mountFrom?: ImageRepository | undefined;
}

/** What it took to have a blob there. */
export type BlobOutcome = 'present' | 'mounted' | 'written';

/** Where images are written to: a repository of a registry, or a folder. Blobs first, then what names them. */
export interface ImageWriter {
  /** Whether this manifest is there, and with it all that it names. */
  hasManifest(digest: Digest, signal?: AbortSignal): Promise<boolean>;
  /** Has the blob there, and writes only where it is not. */
  writeBlob(blob: Descriptor, source: BlobSource, signal?: AbortSignal): Promise<BlobOutcome>;
  /** Writes a manifest, under a tag where one is given. */
  writeManifest(content: ManifestContent, tag?: string, signal?: AbortSignal): Promise<void>;
}

/** One repository, to be read and written. */
export type ImagePlace = ImageReader & ImageWriter;

/** The repositories of all registries. */
export interface ImagePlaces {
  /** `use` says what may be done with it: who asks to pull only needs no right to push. */
  open(repository: ImageRepository, use: 'pull' | 'push'): Promise<ImagePlace>;
}
