import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { PackageManifest } from './package-manifest.js';

/** What an import means. */
export type ImportTarget =
  /** A file of the same package or of the tests, as a path from the root. */
  | { readonly kind: 'file'; readonly path: string }
  /** A published entry of a package of the workspace; `source` is undefined where its `exports` map has no such entry. */
  | { readonly kind: 'workspace'; readonly package: PackageManifest; readonly source: string | undefined }
  | { readonly kind: 'node' }
  /** A library, by its package name. */
  | { readonly kind: 'library'; readonly name: string };

/** Resolves what the file at `from` imports as `specifier`. */
export function resolveImport(packages: readonly PackageManifest[], from: string, specifier: string): ImportTarget {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier);
    return { kind: 'file', path: path.replace(/\.js$/, '.ts') };
  }
  if (isBuiltin(specifier)) return { kind: 'node' };
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const inWorkspace = packages.find((each) => each.name === name);
  if (inWorkspace === undefined) return { kind: 'library', name };
  return {
    kind: 'workspace',
    package: inWorkspace,
    source: entrySource(inWorkspace, `.${specifier.slice(name.length)}`),
  };
}

function entrySource({ entries }: PackageManifest, entry: string): string | undefined {
  return entries.get(entry) ?? entries.get('./*')?.replace('*', entry.slice(2));
}
