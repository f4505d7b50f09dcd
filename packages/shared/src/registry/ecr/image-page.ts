import type { TagList } from '../image-source.js';
import { RegistryError } from '../registry-error.js';
import { joinTagLists } from './join-tag-lists.js';
import { scanListedImages } from './listed-bytes.js';
import { listOfColumns, type SentImage, tagsInColumns } from './tag-columns.js';

/** A page of a listing, as far as it is used. */
export interface ImagePage {
  readonly tags: TagList;
  readonly nextToken: string | undefined;
}

/** Reads an answer of DescribeImages or ListImages. Throws a `registry-bad-response` for anything else. */
export type ReadPage = (bytes: Buffer) => ImagePage;

/** A page of DescribeImages: images with all their tags and their push time. */
export const readDescribedImages: ReadPage = (bytes) => readPage(bytes, 'imageDetails', describedImage);

/** A page of ListImages: an image as often as it has tags. */
export const readListedImages: ReadPage = (bytes) => {
  const { columns, rest } = scanListedImages(bytes);
  const { tags, nextToken } = readPage(rest, 'imageIds', listedImage);
  const scanned = listOfColumns(columns);
  return { tags: tags.length === 0 ? scanned : joinTagLists([scanned, tags]), nextToken };
};

/** Checked field by field by hand: a schema costs more here than all else that is done with a page. */
function readPage(
  bytes: Buffer,
  field: 'imageDetails' | 'imageIds',
  readImage: (image: Readonly<Record<string, unknown>>) => SentImage,
): ImagePage {
  const { [field]: images = [], nextToken } = recordOf(parse(bytes.toString('utf8')));
  if (!Array.isArray(images)) throw bad(`${field} that is no list`);
  const sent = images.map((image) => readImage(recordOf(image)));
  return { tags: tagsInColumns(sent), nextToken: optionalText(nextToken, 'nextToken') };
}

function describedImage({ imageDigest, imageTags = [], imagePushedAt }: Readonly<Record<string, unknown>>): SentImage {
  if (!isTexts(imageTags)) throw bad('imageTags that is no list of texts');
  if (imagePushedAt !== undefined && typeof imagePushedAt !== 'number') throw bad('imagePushedAt that is no number');
  return {
    digest: optionalText(imageDigest, 'imageDigest'),
    tags: imageTags,
    pushedAt: imagePushedAt === undefined ? undefined : Math.round(imagePushedAt * 1_000),
  };
}

function listedImage({ imageDigest, imageTag }: Readonly<Record<string, unknown>>): SentImage {
  const tag = optionalText(imageTag, 'imageTag');
  return {
    digest: optionalText(imageDigest, 'imageDigest'),
    tags: tag === undefined ? [] : [tag],
    pushedAt: undefined,
  };
}

function parse(text: string): unknown {
  try {
    const data: unknown = JSON.parse(text);
    return data;
  } catch {
    throw bad('something that is not JSON');
  }
}

function recordOf(data: unknown): Readonly<Record<string, unknown>> {
  if (typeof data === 'object' && data !== null) return data as Readonly<Record<string, unknown>>;
  throw bad('something else than an object');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function optionalText(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw bad(`${field} that is no text`);
}

function bad(what: string): RegistryError {
  return new RegistryError('registry-bad-response', `ECR sent a listing with ${what}`);
}
