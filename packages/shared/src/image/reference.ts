import { type Digest, parseDigest } from './digest.js';
import { ImageError } from './image-error.js';
import type { ImageRepository } from './repository.js';
import { type NameProblem, splitName } from './split-name.js';
import { isTag } from './tag.js';

/** A parsed image reference: a repository, and what of it is meant. Without tag and digest, `latest` is meant. */
export interface ImageReference extends ImageRepository {
  readonly tag?: string | undefined;
  readonly digest?: Digest | undefined;
  /** As it was written. */
  readonly original: string;
}

/** What became of a text that may be an image reference. */
export type ImageReading =
  | { readonly kind: 'reference'; readonly reference: ImageReference }
  /** `problem` completes the sentence “it is no image reference because …”; `hint` says what to write instead. */
  | { readonly kind: 'refused'; readonly problem: string; readonly hint?: string | undefined };

// Tens of thousands are read in a cycle: what almost none has is looked for in one go.
const spaceOrScheme = /\s|:\/\//;

/** Reads an image reference, or says why the text is none: for texts that may well be something else, such as a template. */
export function readImageReference(text: string): ImageReading {
  const early = text === '' || spaceOrScheme.test(text) ? obviousProblem(text) : undefined;
  if (early !== undefined) return { kind: 'refused', ...early };

  const at = text.indexOf('@');
  const tagged = at === -1 ? text : text.slice(0, at);
  const digest = at === -1 ? undefined : parseDigest(text.slice(at + 1));
  if (at !== -1 && digest === undefined) return { kind: 'refused', ...digestProblem(text.slice(at + 1)) };

  const colon = tagColon(tagged);
  const tag = colon === -1 ? undefined : tagged.slice(colon + 1);
  if (tag !== undefined && !isTag(tag)) return { kind: 'refused', ...tagProblem(tag) };

  const name = splitName(colon === -1 ? tagged : tagged.slice(0, colon));
  if ('problem' in name) return { kind: 'refused', ...name };
  const { host, path } = name;
  return { kind: 'reference', reference: { host, path, tag, digest, original: text } };
}

/** Reads an image reference. Throws an {@link ImageError} that says which part of the text is wrong. */
export function parseImageReference(text: string): ImageReference {
  const reading = readImageReference(text);
  if (reading.kind === 'reference') return reading.reference;
  const message = `${JSON.stringify(text)} is not an image reference: ${reading.problem}`;
  throw new ImageError('image-reference-invalid', message, { hint: reading.hint });
}

/** Prints a reference in canonical spelling: `docker.io/library/nginx:1.25`. */
export function formatImageReference(reference: ImageReference): string {
  return `${reference.host}/${reference.path}${suffix(reference)}`;
}

/** The name of the image as it was written, without tag and digest: `nginx` of `nginx:1.25`. */
export function writtenName({ original, tag, digest }: ImageReference): string {
  return original.slice(0, original.length - suffix({ tag, digest }).length);
}

/** The same repository with another tag, digest or both, in the spelling of the original: `nginx:1.25` becomes `nginx:1.27`. */
export function withVersion(
  reference: ImageReference,
  version: { readonly tag?: string | undefined; readonly digest?: Digest | undefined },
): ImageReference {
  const { host, path } = reference;
  const { tag, digest } = version;
  return { host, path, tag, digest, original: `${writtenName(reference)}${suffix(version)}` };
}

/** Whether both mean the same image: by digest where either has one, else by tag, where none is `latest`. */
export function sameImage(a: ImageReference, b: ImageReference): boolean {
  if (a.host !== b.host || a.path !== b.path) return false;
  if (a.digest !== undefined || b.digest !== undefined) return a.digest === b.digest;
  return (a.tag ?? 'latest') === (b.tag ?? 'latest');
}

function suffix({ tag, digest }: { readonly tag?: string | undefined; readonly digest?: Digest | undefined }): string {
  return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** Position of the colon before the tag: the first one after the last slash, for an earlier one belongs to a port. */
function tagColon(text: string): number {
  return text.indexOf(':', text.lastIndexOf('/') + 1);
}

function obviousProblem(text: string): NameProblem | undefined {
  if (text === '') return { problem: 'it is empty' };
  if (/\s/.test(text)) return { problem: 'it has white space', hint: 'Take it out; mind the end of the line.' };
  const [, scheme, rest] = /^([a-z][a-z+]*:\/\/)(.*)$/i.exec(text) ?? [];
  if (scheme !== undefined) return { problem: `it begins with ${scheme}`, hint: `Write it without: ${rest}` };
  return undefined;
}

function digestProblem(text: string): NameProblem {
  return {
    problem: `${JSON.stringify(text)} is not a digest`,
    hint: 'A digest is sha256: and 64 lower-case hex digits.',
  };
}

function tagProblem(tag: string): NameProblem {
  if (tag === '') return { problem: 'its tag is empty', hint: 'Take out the last colon, or write a tag after it.' };
  if (tag.length > 128) return { problem: 'its tag is longer than 128 characters' };
  return {
    problem: `${JSON.stringify(tag)} is not a tag`,
    hint: 'A tag has letters, digits, "_", "." and "-", and begins with none of the last two.',
  };
}
