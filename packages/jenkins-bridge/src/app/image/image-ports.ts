import type { Digest } from '@towline/shared/image';
import type { Descriptor, ImagePlaces } from '@towline/shared/ports';
import type { FileContent, FileTree, LayerChange, LayerEntry } from '../../core/image/file-tree.js';

/** A layer in the store. */
export interface StoredLayer {
  readonly descriptor: Descriptor;
  /** Digest before compression. */
  readonly diffId: Digest;
  /** Whether it was there already. */
  readonly cached: boolean;
}

/** What is inside layers. */
export interface LayerBox {
  /** What a layer of the store says; checked against its `diffId` where one is given. */
  read(layer: Descriptor, diffId: Digest | undefined, signal: AbortSignal): Promise<readonly LayerChange[]>;
  /** Writes a layer of these entries, or finds the one that was written of the same. */
  write(entries: readonly LayerEntry[], signal: AbortSignal): Promise<StoredLayer>;
  /** A small text file. */
  readText(content: FileContent, signal: AbortSignal): Promise<string>;
}

/** What a Dockerfile is built from besides images. */
export interface BuildContext {
  /** Everything that `.dockerignore` does not leave out. */
  tree(signal: AbortSignal): Promise<FileTree>;
  /** The files in an archive; undefined where the content is none. */
  unpack(content: FileContent, signal: AbortSignal): Promise<FileTree | undefined>;
  /** A file from the network that has this checksum: `sha256:…`. */
  download(
    url: string,
    checksum: Digest,
    signal: AbortSignal,
  ): Promise<{ readonly content: FileContent; readonly size: number }>;
}

/** The images of this machine. */
export interface LocalImages extends ImagePlaces {
  /** Keeps a text, such as a config or a manifest. */
  keepText(mediaType: string, text: string): Promise<Descriptor>;
}
