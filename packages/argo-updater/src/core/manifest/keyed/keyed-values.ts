import { type ImageReference, sameRepository, shortForm, withVersion, writtenName } from '@towline/shared/image';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { ImageUpdate } from '../image-site.js';
import { imageAt, parseTagText, referenceIn, tagText, versionSuffix } from '../image-version.js';
import { type Attempt, done, refused } from '../manifest-finding.js';
import type { ImageKey } from './image-keys.js';

/** A key and what it is to say. */
export interface KeyedValue {
  readonly key: string;
  readonly part: ImageKey['part'];
  readonly value: string;
  readonly image: ManagedImage;
}

/** Who is asked what keys say. */
export interface KeyedContext {
  /** What a key says now; undefined where it says nothing. */
  readonly textOf: (key: string) => string | undefined;
  readonly compat: boolean;
  /** Whether a name loses its registry where another without one stood: in values the registry often has a key of its own. */
  readonly shortens?: boolean | undefined;
}

/**
 * What the keys of an image are to say. A version without tag and digest leaves the key of the tag alone. The usual key of the name is not
 * added beside a tag that does without: then the chart knows the name, or calls its key otherwise. Under `compat` it is.
 */
export function keyedValues(
  { image, to }: ImageUpdate,
  keys: readonly ImageKey[],
  { textOf, compat, shortens = false }: KeyedContext,
): readonly KeyedValue[] {
  const hasTag = keys.some(({ part, key }) => part === 'tag' && textOf(key) !== undefined);
  const isNeeded = ({ part, key, usual }: ImageKey) =>
    compat || part !== 'name' || !usual || !hasTag || textOf(key) !== undefined;
  const textFor = ({ part, key }: ImageKey) => {
    if (part === 'tag') return tagText(to);
    const existing = textOf(key);
    if (part === 'name') return compat && !shortens ? image.name : nameInFormOf(existing, image, shortens);
    const name = compat ? undefined : referenceIn(existing);
    return `${nameInFormOf(name && writtenName(name), image, false)}${versionSuffix(to)}`;
  };
  return keys
    .filter(isNeeded)
    .map((one) => ({ key: one.key, part: one.part, value: textFor(one), image }))
    .filter(({ value }) => value !== '');
}

/**
 * What several updates make keys say, each key once. Two different values for one key are refused; under `compat` the last one counts, as
 * at argocd-image-updater.
 */
export function mergeKeyedValues(
  values: readonly KeyedValue[],
  { at, compat }: { readonly at: string; readonly compat: boolean },
): Attempt<readonly KeyedValue[]> {
  const byKey = new Map<string, KeyedValue>();
  for (const value of values) {
    const other = byKey.get(value.key);
    if (other && other.value !== value.value && !compat) return conflict(other, value, at);
    byKey.set(value.key, value);
  }
  return done([...byKey.values()]);
}

function conflict(a: KeyedValue, b: KeyedValue, at: string): Attempt<never> {
  return refused({
    code: 'image-site-conflict',
    at,
    message: `${a.image.label} and ${b.image.label} both write ${a.key}: ${a.value} and ${b.value}`,
    fix: 'Give each image keys of its own.',
  });
}

/** The image that keys hold. `textOf` tells what a key says; undefined where it says nothing. */
export function readKeyed(
  image: ManagedImage,
  keys: readonly ImageKey[],
  textOf: (key: string) => string | undefined,
): ImageReference | undefined {
  const text = (part: ImageKey['part']) => {
    const key = keys.find((one) => one.part === part)?.key;
    return key === undefined ? undefined : textOf(key);
  };
  const whole = text('whole');
  if (whole !== undefined) return wholeReference(whole, image);
  const version = parseTagText(text('tag') ?? '');
  if (version === undefined) return undefined;
  const name = text('name');
  const named = name === undefined || namesImage(name, image) ? undefined : referenceIn(name);
  return named ? withVersion(named, version) : imageAt(image, version);
}

function wholeReference(text: string, image: ManagedImage): ImageReference | undefined {
  const reference = referenceIn(text);
  return reference && namesImage(writtenName(reference), image) ? imageAt(image, reference) : reference;
}

/** The key whose place tells where the version of an image stands. */
export function versionKey(keys: readonly ImageKey[]): string {
  return (keys.find(({ part }) => part !== 'name') ?? keys[0])?.key ?? '';
}

/** Whether a name means the image: the same repository in any spelling, or its path alone where the registry stands elsewhere. */
function namesImage(name: string, image: ManagedImage): boolean {
  const reference = referenceIn(name);
  if (reference && sameRepository(reference, image.repository)) return true;
  return name === shortForm(image.name) || name === image.repository.path;
}

/** The name of an image in the form of what stood there: that itself where it means the image. */
function nameInFormOf(existing: string | undefined, image: ManagedImage, shortens: boolean): string {
  if (existing === undefined || existing === '') return image.name;
  if (namesImage(existing, image)) return existing;
  return shortens && shortForm(existing) === existing ? shortForm(image.name) : image.name;
}
