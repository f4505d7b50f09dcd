import { editDistance } from '@towline/shared/text';
import { type AnnotationPrefix, type AnnotationSpec, ownPrefix, peerPrefix } from './annotation-spec.js';
import { annotationTable } from './annotation-table.js';

/** The annotations that are ours or those of argocd-image-updater, and those that look as if they were meant to be. */
export function knownAnnotations(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) => prefixOf(key) !== undefined || meantPrefix(key) !== undefined),
  );
}

/** Letters that may be wrong in a prefix that is taken for a misspelt one. */
const wrongAtMost = 3;

/** The prefix that a foreign key was probably meant to have; undefined for most. */
export function meantPrefix(key: string): AnnotationPrefix | undefined {
  const [given = ''] = key.split('/', 1);
  // Nearly all keys of others end here, and there may be many.
  if (!/image|towl/i.test(given) || prefixOf(key) !== undefined) return undefined;
  return [peerPrefix, ownPrefix].find(
    (prefix): prefix is AnnotationPrefix =>
      Math.abs(prefix.length - given.length) <= wrongAtMost && editDistance(given, prefix) <= wrongAtMost,
  );
}

/** The prefix of a key, where it is one that we read. */
export function prefixOf(key: string): AnnotationPrefix | undefined {
  return [peerPrefix, ownPrefix].find((prefix): prefix is AnnotationPrefix => key.startsWith(`${prefix}/`));
}

/** The key of an annotation of argocd-image-updater. The alias stands verbatim, a slash in it too. */
export function peerKey(name: string, alias = ''): string {
  return annotationKey(peerPrefix, name, alias);
}

/** The key of one of our additions. */
export function ownKey(name: string, alias = ''): string {
  return annotationKey(ownPrefix, name, alias);
}

/** `prefix/name`, or `prefix/alias.name`. */
export function annotationKey(prefix: AnnotationPrefix, name: string, alias = ''): string {
  return alias === '' ? `${prefix}/${name}` : `${prefix}/${alias}.${name}`;
}

/** What a key under one of our prefixes means. */
export type ParsedKey =
  | { readonly kind: 'application'; readonly spec: AnnotationSpec }
  | { readonly kind: 'image'; readonly spec: AnnotationSpec; readonly alias: string }
  | { readonly kind: 'unknown'; readonly prefix: AnnotationPrefix; readonly rest: string };

/** Takes a key apart: an alias may hold dots and slashes, so the longest known name at the end decides. Undefined for foreign keys. */
export function parseAnnotationKey(key: string): ParsedKey | undefined {
  const prefix = prefixOf(key);
  if (prefix === undefined) return undefined;
  const rest = key.slice(prefix.length + 1);
  const specs = annotationTable.filter((spec) => spec.prefix === prefix);
  const whole = specs.find(({ name, scopes }) => name === rest && scopes.includes('application'));
  if (whole) return { kind: 'application', spec: whole };
  const spec = specs
    .filter(
      ({ name, scopes }) => scopes.includes('image') && rest.endsWith(`.${name}`) && rest.length > name.length + 1,
    )
    .sort((a, b) => b.name.length - a.name.length)[0];
  return spec
    ? { kind: 'image', spec, alias: rest.slice(0, -spec.name.length - 1) }
    : { kind: 'unknown', prefix, rest };
}
