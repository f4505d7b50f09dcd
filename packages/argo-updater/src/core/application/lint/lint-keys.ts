import { closestWord } from '@towline/shared/text';
import { annotationKey, meantPrefix, parseAnnotationKey } from '../annotations/annotation-key.js';
import type { AnnotationPrefix, AnnotationSpec } from '../annotations/annotation-spec.js';
import { annotationTable } from '../annotations/annotation-table.js';
import type { Finding } from '../finding.js';
import { removedAnnotations } from './removed-annotations.js';

/** Finds annotations that nothing reads: misspelt ones, ones of an alias that the image list does not have, ones at the wrong place. */
export function lintKeys(
  annotations: Readonly<Record<string, string>>,
  aliases: readonly string[],
): readonly Finding[] {
  return Object.keys(annotations).flatMap((key) => {
    const parsed = parseAnnotationKey(key);
    if (parsed === undefined) return foreignKey(key) ?? [];
    if (parsed.kind === 'unknown') return unknownKey(key, { ...parsed, aliases });
    if (parsed.kind === 'image' && !aliases.includes(parsed.alias)) return unknownAlias(key, { ...parsed, aliases });
    return [];
  });
}

function foreignKey(at: string): Finding | undefined {
  const meant = meantPrefix(at);
  if (meant === undefined) return undefined;
  const fix = `Did you mean ${meant}${at.slice(at.indexOf('/'))}?`;
  return warning('annotation-unknown', at, { message: 'nothing reads this annotation', fix });
}

interface UnknownKey {
  readonly prefix: AnnotationPrefix;
  /** What follows the prefix. */
  readonly rest: string;
  readonly aliases: readonly string[];
}

/** The explanations are tried in this order: the surer ones first. */
function unknownKey(at: string, unknown: UnknownKey): Finding {
  const { alias, name } = splitAlias(unknown);
  return (
    removed(at, name) ??
    otherPrefix(at, { ...unknown, alias, name }) ??
    otherScope(at, { ...unknown, alias, name }) ??
    misspelt(at, unknown)
  );
}

function removed(at: string, name: string): Finding | undefined {
  const fix = removedAnnotations.get(name);
  return fix === undefined
    ? undefined
    : warning('annotation-removed', at, { message: `nothing reads ${name} any more`, fix });
}

interface SplitKey extends UnknownKey {
  readonly alias: string;
  readonly name: string;
}

function otherPrefix(at: string, { prefix, alias, name }: SplitKey): Finding | undefined {
  const spec = annotationTable.find((one) => one.name === name && fits(one, alias));
  if (!spec) return undefined;
  const key = annotationKey(spec.prefix, name, alias);
  return warning('annotation-prefix', at, { message: `${name} is not read under ${prefix}`, fix: `Write ${key}.` });
}

function otherScope(at: string, { prefix, alias, name, aliases }: SplitKey): Finding | undefined {
  const spec = annotationTable.find((one) => one.name === name && one.prefix === prefix);
  if (!spec) return undefined;
  if (alias !== '') {
    const fix = `Write ${annotationKey(prefix, name)}.`;
    return warning('annotation-scope', at, { message: `${name} is said of the Application, not of an image`, fix });
  }
  const example = annotationKey(prefix, name, aliases[0] ?? '<alias>');
  return warning('annotation-scope', at, {
    message: `${name} is said of an image, by its alias`,
    fix: `Write ${example}.`,
  });
}

function misspelt(at: string, { prefix, rest, aliases }: UnknownKey): Finding {
  const meant =
    closestWord(rest, spellings(prefix, aliases)) ??
    closestWord(splitAlias({ rest, aliases }).name, spellings(prefix, []));
  const fix =
    meant === undefined ? 'Take it out; the reference lists what is read.' : `Did you mean ${prefix}/${meant}?`;
  return warning('annotation-unknown', at, { message: 'nothing reads this annotation', fix });
}

/** Everything that could stand after a prefix. */
function spellings(prefix: AnnotationPrefix, aliases: readonly string[]): readonly string[] {
  const specs = annotationTable.filter((spec) => spec.prefix === prefix);
  return [
    ...specs.filter((spec) => fits(spec, '')).map(({ name }) => name),
    ...aliases.flatMap((alias) => specs.filter((spec) => fits(spec, alias)).map(({ name }) => `${alias}.${name}`)),
  ];
}

function fits({ scopes }: AnnotationSpec, alias: string): boolean {
  return scopes.includes(alias === '' ? 'application' : 'image');
}

/** The longest alias of the list that the key begins with; else whatever stands before a name that is known. */
function splitAlias({ rest, aliases }: Pick<UnknownKey, 'rest' | 'aliases'>): {
  readonly alias: string;
  readonly name: string;
} {
  const known = [...aliases].sort((a, b) => b.length - a.length).find((alias) => rest.startsWith(`${alias}.`));
  if (known !== undefined) return { alias: known, name: rest.slice(known.length + 1) };
  const names = [...annotationTable.map(({ name }) => name), ...removedAnnotations.keys()];
  const name = names.filter((one) => rest.endsWith(`.${one}`)).sort((a, b) => b.length - a.length)[0];
  return name === undefined ? { alias: '', name: rest } : { alias: rest.slice(0, -name.length - 1), name };
}

function unknownAlias(
  at: string,
  { spec, alias, aliases }: { spec: AnnotationSpec; alias: string; aliases: readonly string[] },
): Finding {
  // Older documentation says that a slash in an alias becomes an underscore in keys.
  const meant = aliases.find((one) => one.replaceAll('/', '_') === alias) ?? closestWord(alias, aliases);
  const message = `the image list has no alias ${alias}`;
  const fix =
    meant === undefined
      ? `Name the image in the list: ${alias}=…, or take the annotation out.`
      : `Did you mean ${annotationKey(spec.prefix, spec.name, meant)}?`;
  return warning('alias-unknown', at, { message, fix });
}

function warning(code: Finding['code'], at: string, { message, fix }: { message: string; fix: string }): Finding {
  return { code, severity: 'warning', at, message, fix };
}
