import type { Secret } from '../secret/index.js';

/** Takes secrets out of text, in the two spellings programs echo them in: as they are and percent-encoded. */
export interface Scrubber {
  (text: string): string;
  /** Length of the longest spelling, in UTF-8 bytes: a cut through the text may leave less than this of a secret standing. */
  readonly longest: number;
}

/** A {@link Scrubber} for these secrets. Longer spellings go first, so that one secret inside another leaves no rest. */
export function createScrubber(secrets: readonly Secret[]): Scrubber {
  const spellings = [...new Set(secrets.flatMap((secret) => [secret.reveal(), encodeURIComponent(secret.reveal())]))]
    .filter((spelling) => spelling !== '')
    .sort((a, b) => b.length - a.length);
  const scrub = (text: string): string =>
    spellings.reduce((rest, spelling) => rest.replaceAll(spelling, '[redacted]'), text);
  return Object.assign(scrub, { longest: Math.max(0, ...spellings.map((spelling) => Buffer.byteLength(spelling))) });
}
