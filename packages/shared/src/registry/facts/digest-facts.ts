import * as z from 'zod';
import type { Digest, Platform } from '../../image/index.js';
import type { IndexChild } from '../format/manifest.js';

/** What is known for ever of what is under one digest, whatever platforms anybody asked for. */
export type DigestFacts =
  | {
      readonly kind: 'index';
      readonly mediaType: string;
      readonly children: readonly IndexChild[];
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'image';
      readonly mediaType: string;
      readonly createdAt?: number | undefined;
      readonly platform?: Platform | undefined;
      readonly labels: Readonly<Record<string, string>>;
    };

/** What a tag named when somebody asked last. */
export interface KnownTag {
  readonly digest: Digest;
  /** When that was, in milliseconds since the epoch. */
  readonly seenAt: number;
}

/** Facts by digest. They never change, so that an entry is good for ever; one that is lost costs a request. */
export interface FactCache {
  get(digest: Digest): Promise<DigestFacts | undefined>;
  put(digest: Digest, facts: DigestFacts): Promise<void>;
  /** What tags were seen to name, by `host/path:tag`. How long that is believed is not the cache's business. */
  readonly tags: {
    get(name: string): Promise<KnownTag | undefined>;
    put(name: string, known: KnownTag): Promise<void>;
  };
}

const longestLabel = 1024;

/** Labels and annotations in one, the later ones over the earlier; texts too long to be facts (whole SBOMs, readmes) are left out. */
export function mergeLabels(...all: readonly (Readonly<Record<string, string>> | null | undefined)[]) {
  const entries = all.flatMap((labels) => Object.entries(labels ?? {}));
  return Object.fromEntries(entries.filter(([, value]) => value.length <= longestLabel));
}

const digest = z.custom<Digest>((value) => typeof value === 'string');
const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() });
const labels = z.record(z.string(), z.string());

/** {@link DigestFacts} as they come back from a disk. */
export const digestFactsSchema: z.ZodType<DigestFacts> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('index'),
    mediaType: z.string(),
    children: z.array(z.object({ digest, platform: platform.optional() })),
    labels,
  }),
  z.object({
    kind: z.literal('image'),
    mediaType: z.string(),
    createdAt: z.number().optional(),
    platform: platform.optional(),
    labels,
  }),
]);

/** {@link KnownTag} as it comes back from a disk. */
export const knownTagSchema: z.ZodType<KnownTag> = z.object({ digest, seenAt: z.number() });
