import type { Digest, ImageRepository } from '../image/index.js';
import type { InspectQuery } from '../ports/index.js';

/** Whom a request is for. */
export interface Ask {
  readonly repository: ImageRepository;
  /** Where the credentials are, in the words of registries.conf, where they are not the registry's own. */
  readonly credentials?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One tag with what its listing says of it without a further request. */
export interface ListedTag {
  readonly tag: string;
  readonly digest?: Digest | undefined;
  /** Milliseconds since the epoch. */
  readonly pushedAt?: number | undefined;
}

/** Tags in the order of their listing. An array is one; a long listing may make its tags when they are looked at. */
export interface TagList extends Iterable<ListedTag> {
  readonly length: number;
  /** The names alone, where they are to be had without the rest. */
  readonly tags?: (() => readonly string[]) | undefined;
  /** What has this name, where it is to be had without the others. */
  readonly withTag?: ((tag: string) => ListedTag | undefined) | undefined;
}

/** A tag or a digest. */
export type ManifestReference = InspectQuery['reference'];

/** A manifest as it was sent, checked against its digest. */
export interface FetchedManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * The four things that every registry can do, be it by the distribution API, by ECR's or by both together. What a policy needs is
 * made of these by {@link createSourceRegistry}.
 */
export interface ImageSource {
  /** Every tag, in the order of the server, with what the listing says of it; without push times where they would cost more and are not wanted. */
  list(ask: Ask, options?: { readonly pushTimes?: boolean | undefined }): Promise<TagList>;
  /** The digests of these tags; a tag that does not exist is missing from the map. */
  digests(ask: Ask, tags: readonly string[]): Promise<ReadonlyMap<string, Digest>>;
  /** Undefined where there is no such tag or digest. */
  manifest(ask: Ask, reference: ManifestReference): Promise<FetchedManifest | undefined>;
  /** A config blob, checked against its digest. */
  blob(ask: Ask, digest: Digest): Promise<Uint8Array>;
}
