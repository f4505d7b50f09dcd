import { ImageError } from './image-error.js';

/** What an image runs on: `linux/arm64`, `linux/arm/v7`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/**
 * Reads `os/architecture[/variant]` as it is spelled: case is kept, and what follows the second slash is the variant.
 * Throws an {@link ImageError} where there is no slash.
 */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture, ...variant] = text.split('/');
  if (architecture === undefined) {
    throw new ImageError('image-platform-invalid', `${JSON.stringify(text)} is not a platform`, {
      hint: 'Write it as os/architecture or os/architecture/variant, for example linux/arm64.',
    });
  }
  return variant.length === 0 ? { os, architecture } : { os, architecture, variant: variant.join('/') };
}

/** Prints a platform the way {@link parsePlatform} reads it. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant ? `${os}/${architecture}/${variant}` : `${os}/${architecture}`;
}

/**
 * Whether an image for `actual` serves one of the platforms that are wanted; any does where none is named. A wanted platform without a
 * variant takes every variant, one with a variant takes only that.
 */
export function wantsPlatform(wanted: readonly Platform[], actual: Platform): boolean {
  return wanted.length === 0 || wanted.some((platform) => serves(platform, actual));
}

function serves(wanted: Platform, actual: Platform): boolean {
  if (wanted.os !== actual.os || wanted.architecture !== actual.architecture) return false;
  return !wanted.variant || wanted.variant === actual.variant;
}
