import type { Digest } from '../../image/index.js';
import { toDigest } from '../format/digest-of.js';
import type { ListedTag, TagList } from '../image-source.js';

/** An image of a listing with some of its tags, as ECR sends it. */
export interface SentImage {
  readonly tags: readonly string[];
  readonly digest: string | undefined;
  /** Milliseconds since the epoch. */
  readonly pushedAt: number | undefined;
}

const prefix = 'sha256:';
/** Of SHA-256. */
export const digestBytes = 32;
const hexLength = 2 * digestBytes;

/**
 * The tags of images as a list that is kept in columns: all names in one text, all digests as bytes, times as bare numbers. A pass holds the
 * listings of all repositories: 750,000 tags take 40 MB this way, and four times as much as objects. Throws a `registry-bad-response` for what
 * is no digest.
 */
export function tagsInColumns(images: readonly SentImage[]): TagList {
  const tagged = images.filter(({ tags }) => tags.length > 0);
  return tagged.every(isUsual) ? listOfColumns(columnsOf(tagged)) : tagged.flatMap(asObjects);
}

interface UsualImage extends SentImage {
  readonly digest: string;
}

function isUsual(image: SentImage): image is UsualImage {
  const { tags, digest } = image;
  return (
    digest !== undefined &&
    digest.length === prefix.length + hexLength &&
    digest.startsWith(prefix) &&
    !tags.some((tag) => tag.includes('\n'))
  );
}

function asObjects({ tags, digest: text, pushedAt }: SentImage): readonly ListedTag[] {
  const digest = text === undefined ? undefined : toDigest(text);
  return tags.map((tag) => ({ tag, digest, pushedAt }));
}

/** One entry for each image, but for the names, which stand one behind the other, a line break between them. */
export interface Columns {
  readonly length: number;
  readonly names: string;
  /** Undefined where each image has one. */
  readonly tagCounts: Uint32Array | undefined;
  readonly digests: Buffer;
  /** Undefined where the listing says none; NaN where it says none of an image. */
  readonly pushTimes: Float64Array | undefined;
}

function columnsOf(images: readonly UsualImage[]): Columns {
  const names: string[] = [];
  let hex = '';
  let hasTimes = false;
  for (const { tags, digest, pushedAt } of images) {
    for (const tag of tags) names.push(tag);
    hex += digest.slice(prefix.length);
    hasTimes ||= pushedAt !== undefined;
  }
  // Decoding them together checks them together, where an expression on each is a tenth of the work of a pass.
  const digests = Buffer.from(hex, 'hex');
  if (digests.toString('hex') !== hex) for (const { digest } of images) toDigest(digest);
  return {
    length: names.length,
    names: names.join('\n'),
    tagCounts: names.length === images.length ? undefined : Uint32Array.from(images, ({ tags }) => tags.length),
    digests,
    pushTimes: hasTimes ? Float64Array.from(images, ({ pushedAt = Number.NaN }) => pushedAt) : undefined,
  };
}

/** The list that is in columns. Its objects live as long as somebody looks at them. */
export function listOfColumns(columns: Columns): TagList {
  const { length, names, tagCounts, digests, pushTimes } = columns;
  const tags = (): readonly string[] => (length === 0 ? [] : names.split('\n'));
  const pushedAt = (image: number): number | undefined => {
    const time = pushTimes?.[image] ?? Number.NaN;
    return Number.isNaN(time) ? undefined : time;
  };
  return {
    length,
    tags,
    withTag(tag) {
      const index = tags().indexOf(tag);
      if (index < 0) return undefined;
      const image = imageAt(index, tagCounts);
      const hex = digests.toString('hex', image * digestBytes, (image + 1) * digestBytes);
      return { tag, digest: asDigest(hex), pushedAt: pushedAt(image) };
    },
    *[Symbol.iterator](): Iterator<ListedTag> {
      const all = tags();
      const hex = digests.toString('hex');
      let next = 0;
      for (let image = 0; next < length; image += 1) {
        const digest = asDigest(hex.slice(image * hexLength, (image + 1) * hexLength));
        const time = pushedAt(image);
        for (let count = tagCounts?.[image] ?? 1; count > 0; count -= 1) {
          yield { tag: all[next] ?? '', digest, pushedAt: time };
          next += 1;
        }
      }
    },
  };
}

/** The image that has the tag at this place. */
function imageAt(index: number, tagCounts: Uint32Array | undefined): number {
  if (tagCounts === undefined) return index;
  let before = 0;
  return tagCounts.findIndex((count) => {
    before += count;
    return index < before;
  });
}

/** It was checked when it was read. */
function asDigest(hex: string): Digest {
  return `${prefix}${hex}` as Digest;
}
