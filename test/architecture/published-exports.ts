import type { ExportFact } from './model/source-file.js';
import type { SourceTree } from './model/source-tree.js';

/**
 * What each published package exports, a line for each name in the order of the `exports` map: `@towline/shared/image: type Digest`.
 * The kit is private: nobody outside depends on its names.
 */
export function publishedExports({ files, packages }: SourceTree): readonly string[] {
  const exportsOf = new Map(files.map(({ path, exports }) => [path, exports]));
  return packages
    .filter(({ folder }) => folder.startsWith('packages/'))
    .flatMap(({ name, entries }) =>
      [...entries].flatMap(([entry, source]) =>
        namesOf(exportsOf.get(source) ?? []).map((exported) => `${name}${entry.slice(1)}: ${exported}`),
      ),
    );
}

/** An entry that exports nothing is a line too. */
function namesOf(exports: readonly ExportFact[]): readonly string[] {
  if (exports.length === 0) return ['(nothing)'];
  const sorted = [...exports].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(({ name, isType }) => (isType ? `type ${name}` : name));
}

/** The names that are published and not listed, and those that are listed and not published. */
export function compareExports(
  listed: readonly string[],
  published: readonly string[],
): { readonly unlisted: readonly string[]; readonly gone: readonly string[] } {
  return {
    unlisted: published.filter((line) => !listed.includes(line)),
    gone: listed.filter((line) => !published.includes(line)),
  };
}
