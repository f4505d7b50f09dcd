import type { Finding } from '../finding.js';
import { peerKey } from './annotation-key.js';

/** An entry of an image list: what stands before and after the equals sign. */
export interface ImageListItem {
  /** Empty where there is none. */
  readonly alias: string;
  /** `name[:constraint][@digest]`. */
  readonly imageName: string;
}

/** What an image list says, and what is wrong with it. */
export interface ReadImageList {
  readonly items: readonly ImageListItem[];
  readonly findings: readonly Finding[];
}

const at = peerKey('image-list');
/** No image begins like this: after a comma it continues the constraint before it. */
const continuation = /^\s*[<>=!~^]/;
/** What stands before the first equals sign is an alias unless it has a character that only constraints have. */
const aliasForm = /^[^<>!~^]*$/;

/**
 * Reads an image list. A comma followed by an operator belongs to a constraint, and so does an equals sign after one, except under
 * `compat`, where every comma ends an entry and every first equals sign an alias.
 */
export function readImageList(annotations: Readonly<Record<string, string>>, compat = false): ReadImageList {
  const text = annotations[at];
  if (text === undefined) return missing();
  const pieces = compat ? text.split(',') : joinConstraints(text.split(','));
  const items = pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => splitItem(piece, compat));
  if (items.length === 0) return { items, findings: [empty] };
  return { items, findings: items.filter(({ imageName }) => imageName === '').map(nameless) };
}

function joinConstraints(pieces: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before !== undefined && continuation.test(piece)) joined[joined.length - 1] = `${before},${piece}`;
    else joined.push(piece);
  }
  return joined;
}

function splitItem(piece: string, compat: boolean): ImageListItem {
  const equals = piece.indexOf('=');
  const before = piece.slice(0, Math.max(equals, 0));
  if (equals === -1 || (!compat && !aliasForm.test(before))) return { alias: '', imageName: piece };
  return { alias: before.trim(), imageName: piece.slice(equals + 1).trim() };
}

function missing(): ReadImageList {
  const message = 'the Application has no image list';
  const fix = `Name the images in ${at}: [alias=]name[:constraint], separated by commas.`;
  return { items: [], findings: [{ code: 'image-list-missing', severity: 'error', at, message, fix }] };
}

const empty: Finding = {
  code: 'image-list-empty',
  severity: 'error',
  at,
  message: 'the image list names no image',
  fix: 'Name an image as [alias=]name[:constraint], or take the annotation out.',
};

function nameless({ alias }: ImageListItem): Finding {
  return {
    code: 'image-name-empty',
    severity: 'error',
    at,
    message: `nothing follows ${JSON.stringify(`${alias}=`)}`,
    fix: 'Write the name of the image after the equals sign.',
  };
}
