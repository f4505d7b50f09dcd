import { z } from 'zod';
import type { ExportFact } from './model/source-file.js';
import type { SourceTree } from './model/source-tree.js';

/** Package → entry of its `exports` map → exported names in order, types marked as `type X`. */
export const publishedExportsSchema = z.record(z.string(), z.record(z.string(), z.array(z.string()).readonly()));

/** What {@link publishedExportsSchema} accepts. */
export type PublishedExports = z.infer<typeof publishedExportsSchema>;

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

/** The names that are published and not listed, and those that are listed and not published: `@towline/shared ./image: type Digest`. */
export function compareExports(
  listed: PublishedExports,
  published: PublishedExports,
): { readonly unlisted: readonly string[]; readonly gone: readonly string[] } {
  const before = linesOf(listed);
  const now = linesOf(published);
  return {
    unlisted: now.filter((line) => !before.includes(line)),
    gone: before.filter((line) => !now.includes(line)),
  };
}

/** An entry without names is a line too. */
function linesOf(exports: PublishedExports): readonly string[] {
  return Object.entries(exports).flatMap(([name, entries]) =>
    Object.entries(entries).flatMap(([entry, names]) => ['', ...names].map((each) => `${name} ${entry}: ${each}`)),
  );
}
