import { type Columns, digestBytes } from './tag-columns.js';

/** The images at the beginning of a page of ListImages, and what comes behind them. */
export interface ScannedImages {
  readonly columns: Columns;
  /** The page without them. */
  readonly rest: Buffer;
}

const opening = Buffer.from('{"imageIds":[');
const beforeDigest = Buffer.from('{"imageDigest":"sha256:');
const beforeTag = Buffer.from('","imageTag":"');
const closing = Buffer.from('"}');
const shortest = beforeDigest.length + 2 * digestBytes + beforeTag.length + closing.length;
/** Twice of what ECR gives in a page. */
const mostImages = 2_000;
/** Used for one page after the other: buffers of their own would pile up before they are collected. */
const room = Buffer.alloc(mostImages * (digestBytes + shortest));
const comma = 44;
const bracket = 93;
const brace = 123;
const lineBreak = 10;

/**
 * Reads images from the bytes of a page, as far as each is spelled as ECR spells it: the digest, then the tag, without a space. No object is made
 * of an image, and no text of its digest, which takes about half the time of `JSON.parse` and what follows it. The rest is as good JSON as the
 * page is: whatever is spelled otherwise is left to a reader that knows all spellings.
 */
export function scanListedImages(page: Buffer): ScannedImages {
  const digests = room.subarray(0, mostImages * digestBytes);
  const names = room.subarray(digests.length);
  const decode = decoder(page, digests);
  let count = 0;
  let written = 0;
  const fits = page.length <= mostImages * shortest;
  let at = fits && holds(page, opening, 0) ? opening.length : page.length;
  for (;;) {
    const tag = at + beforeDigest.length + 2 * digestBytes + beforeTag.length;
    if (!holds(page, beforeDigest, at) || !holds(page, beforeTag, tag - beforeTag.length)) break;
    // A native copy costs more than these few bytes do.
    let end = tag;
    let name = count === 0 ? written : written + 1;
    for (let byte = page[end] ?? 0; isOfTags[byte] === 1; byte = page[++end] ?? 0) names[name++] = byte;
    if (end === tag || !holds(page, closing, end)) break;
    const next = end + closing.length;
    if (page[next] !== comma && page[next] !== bracket) break;
    if (!decode(at + beforeDigest.length, count * digestBytes)) break;
    if (count > 0) names[written] = lineBreak;
    written = name;
    count += 1;
    at = next;
    if (page[at] !== comma || page[at + 1] !== brace) break;
    at += 1;
  }
  const columns: Columns = {
    length: count,
    names: names.toString('latin1', 0, written),
    tagCounts: undefined,
    digests: Buffer.from(digests.subarray(0, count * digestBytes)),
    pushTimes: undefined,
  };
  return { columns, rest: count === 0 ? page : Buffer.concat([opening, page.subarray(at)]) };
}

function holds(page: Buffer, part: Buffer, at: number): boolean {
  for (let index = 0; index < part.length; index += 1) if (page[at + index] !== part[index]) return false;
  return true;
}

const isOfTags = tableOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-', () => 1, 0);
const hexValues = tableOf('0123456789abcdef', (index) => index, 0xff);

function tableOf(characters: string, numberOf: (index: number) => number, otherwise: number): Uint8Array {
  const table = new Uint8Array(256).fill(otherwise);
  for (let index = 0; index < characters.length; index += 1) table[characters.charCodeAt(index)] = numberOf(index);
  return table;
}

/** Decodes the digest at `from` of a page to `to` of the digests, and tells whether there is one. */
function decoder(page: Buffer, digests: Buffer): (from: number, to: number) => boolean {
  return (from, to) => {
    for (let index = 0; index < digestBytes; index += 1) {
      const high = hexValues[page[from + 2 * index] ?? 0] ?? 0xff;
      const low = hexValues[page[from + 2 * index + 1] ?? 0] ?? 0xff;
      if (high > 15 || low > 15) return false;
      digests[to + index] = high * 16 + low;
    }
    return true;
  };
}
