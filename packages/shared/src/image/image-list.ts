import { type Digest, parseDigest } from './digest.js';
import { type ImageReference, readImageReference } from './reference.js';

/** One image of an image list: what to follow, and under which name an application refers to it. */
export interface ImageListEntry {
  /** The text before `=`. */
  readonly alias?: string | undefined;
  /** The image, without tag. */
  readonly image: ImageReference;
  /** The text after `:`, a version constraint or the tag to follow. */
  readonly constraint?: string | undefined;
  readonly digest?: Digest | undefined;
  readonly original: string;
}

/** An entry that could not be read. */
export interface ImageListFinding {
  readonly text: string;
  readonly problem: string;
  readonly hint?: string | undefined;
}

/** What an image list says, and every entry of it that says nothing. */
export interface ImageList {
  readonly entries: readonly ImageListEntry[];
  readonly findings: readonly ImageListFinding[];
}

/** An alias may itself be an image name, as Kustomize writes it, but has none of the operators of a constraint. */
const aliasForm = /^[A-Za-z0-9](?:[A-Za-z0-9._/:-]*[A-Za-z0-9])?$/;
/** No image is called so: what begins like this after a comma continues the constraint before it. */
const continuation = /^\s*[<>=!~^]/;

/** Reads a comma-separated list of `[alias=]name[:constraint][@digest]`. Empty entries are skipped. */
export function parseImageList(text: string): ImageList {
  const entries: ImageListEntry[] = [];
  const findings: ImageListFinding[] = [];
  for (const item of splitItems(text)) {
    const entry = readEntry(item);
    if ('problem' in entry) findings.push(entry);
    else entries.push(entry);
  }
  return { entries, findings };
}

function splitItems(text: string): readonly string[] {
  const items: string[] = [];
  for (const piece of text.split(',')) {
    const previous = items.at(-1);
    if (previous !== undefined && continuation.test(piece)) items[items.length - 1] = `${previous},${piece}`;
    else items.push(piece);
  }
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function readEntry(text: string): ImageListEntry | ImageListFinding {
  const equals = text.indexOf('=');
  const before = text.slice(0, Math.max(equals, 0));
  const alias = aliasForm.test(before) ? before : undefined;
  const identifier = alias === undefined ? text : text.slice(equals + 1);

  const at = identifier.indexOf('@');
  const tagged = at === -1 ? identifier : identifier.slice(0, at);
  const digestText = at === -1 ? undefined : identifier.slice(at + 1);
  const digest = digestText === undefined ? undefined : parseDigest(digestText);
  if (digestText !== undefined && digest === undefined)
    return { text, problem: `${JSON.stringify(digestText)} is not a digest` };

  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const reading = readImageReference(colon === -1 ? tagged : tagged.slice(0, colon));
  if (reading.kind === 'refused') return { text, problem: reading.problem, hint: reading.hint };
  const constraint = colon === -1 ? undefined : tagged.slice(colon + 1).trim() || undefined;
  return { alias, image: reading.reference, constraint, digest, original: text };
}
