import type { Digest, ImageRepository } from '@towline/shared/image';

/** News of an image: somebody pushed to its repository. */
export interface ImageEvent {
  readonly kind: 'image';
  readonly repository: ImageRepository;
  readonly tag?: string | undefined;
  readonly digest?: Digest | undefined;
  /** When it was pushed, in milliseconds since the epoch, where the news says it. */
  readonly pushedAt?: number | undefined;
  /** By which its sender tells one piece of news from another. */
  readonly deliveryId?: string | undefined;
}

/** News of a manifest repository: somebody pushed to it. */
export interface ManifestEvent {
  readonly kind: 'manifests';
  /** Its address, in any of its spellings. */
  readonly repository: string;
  /** The branch without `refs/heads/`; any branch where absent. */
  readonly branch?: string | undefined;
  readonly deliveryId?: string | undefined;
}

/** News from outside, which is handled at once and not when the next poll is due. */
export type LiveEvent = ImageEvent | ManifestEvent;
