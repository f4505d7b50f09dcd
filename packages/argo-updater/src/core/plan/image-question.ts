import type { ImageReference } from '@towline/shared/image';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { LiveApplication } from './live-version.js';
import type { GatheredImage } from './plan-input.js';

/** One image, and everything that decides what becomes of it. */
export interface ImageQuestion {
  readonly image: ManagedImage;
  readonly application: LiveApplication;
  readonly gathered: GatheredImage;
  /** What each place that is written holds; undefined for one that holds nothing yet. */
  readonly held: readonly (ImageReference | undefined)[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}
