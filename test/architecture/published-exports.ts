import type { ExportFact } from './model/source-file.js';
import type { SourceTree } from './model/source-tree.js';

/** Package → entry of its `exports` map → exported names in order, types marked as `type X`. */
export type PublishedExports = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What each published package exports. The kit is private: nobody outside depends on its names. */
export function publishedExports({ files, packages }: SourceTree): PublishedExports {
  const exportsOf = new Map(files.map(({ path, exports }) => [path, exports]));
  const published = packages.filter(({ folder }) => folder.startsWith('packages/'));
  return Object.fromEntries(
    published.map(({ name, entries }) => [
      name,
      Object.fromEntries([...entries].map(([entry, source]) => [entry, namesOf(exportsOf.get(source) ?? [])])),
    ]),
  );
}

function namesOf(exports: readonly ExportFact[]): readonly string[] {
  const sorted = [...exports].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(({ name, isType }) => (isType ? `type ${name}` : name));
}
