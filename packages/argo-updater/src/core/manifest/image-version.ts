import {
  type Digest,
  type ImageReference,
  isTag,
  parseDigest,
  readImageReference,
  withVersion,
} from '@towline/shared/image';
import type { ManagedImage } from '../application/images/managed-image.js';

/** The version of an image: a tag, a digest, or both. */
export interface ImageVersion {
  readonly tag?: string | undefined;
  readonly digest?: Digest | undefined;
}

/** A version where only the tag is asked for: `1.0`, `1.0@sha256:…`; a digest without a tag is written behind `latest`. */
export function tagText({ tag, digest }: ImageVersion): string {
  return digest === undefined ? (tag ?? '') : `${tag ?? 'latest'}@${digest}`;
}

/** A version behind the name of its image: `:1.0@sha256:…`. */
export function versionSuffix({ tag, digest }: ImageVersion): string {
  return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** Reads what {@link tagText} writes. Undefined for any other text, such as a template. */
export function parseTagText(text: string): ImageVersion | undefined {
  const [tag = '', digestText, more] = text.split('@');
  const digest = digestText === undefined ? undefined : parseDigest(digestText);
  if (more !== undefined || (digestText !== undefined && digest === undefined)) return undefined;
  if (tag === '' && digest !== undefined) return { digest };
  return isTag(tag) ? { tag, digest } : undefined;
}

/** The image with a version, by the name its owners gave it. */
export function imageAt(image: ManagedImage, version: ImageVersion): ImageReference | undefined {
  const reading = readImageReference(image.name);
  return reading.kind === 'reference' ? withVersion(reading.reference, version) : undefined;
}

/** What a text says of an image; undefined where it is no reference. */
export function referenceIn(text: string | undefined): ImageReference | undefined {
  if (text === undefined) return undefined;
  const reading = readImageReference(text);
  return reading.kind === 'reference' ? reading.reference : undefined;
}
