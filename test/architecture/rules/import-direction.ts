import type { PackageManifest } from '../model/package-manifest.js';
import { resolveImport } from '../model/resolve-import.js';
import type { ImportFact, SourceFile } from '../model/source-file.js';
import { type Place, placeOf, pureFolders, rootLayer } from './layers.js';
import type { Rule, Violation } from './violation.js';

/** Imports follow the arrows of layers.ts, and cross from one folder or package to another by published entries only. */
export const importDirection: Rule = ({ files, packages }) =>
  files.flatMap((file) => {
    const place = placeOf(file.path);
    if (place === undefined) return [];
    if (place.rule === undefined) {
      return [
        violation(file, 1, `the layer ${place.layer} has no rule: give it one in test/architecture/rules/layers.ts`),
      ];
    }
    return file.imports.flatMap((each) => judge({ file, place, packages }, each));
  });

interface Importer {
  readonly file: SourceFile;
  readonly place: Place;
  readonly packages: readonly PackageManifest[];
}

function judge({ file, place, packages }: Importer, fact: ImportFact): readonly Violation[] {
  const target = resolveImport(packages, file.path, fact.specifier);
  const fault =
    target.kind === 'file'
      ? faultOfFile(file, place, target.path)
      : target.kind === 'workspace'
        ? faultOfPackage(file, place, target)
        : undefined;
  return fault === undefined ? [] : [violation(file, fact.line, `imports ${fact.specifier}: ${fault}`)];
}

function faultOfFile(file: SourceFile, place: Place, path: string): string | undefined {
  const target = placeOf(path);
  if (target === undefined) return 'packages import nothing of the tests';
  if (target.package !== place.package) return `import ${target.package} by its package name`;
  if (target.layer === place.layer) return undefined;
  if (place.package === 'packages/shared' && !path.endsWith('/index.ts')) {
    return 'one folder imports another by its index.js only';
  }
  if (file.isTest || place.rule?.imports.includes(target.layer)) return undefined;
  return `${place.layer} may not import ${target.layer}`;
}

function faultOfPackage(
  file: SourceFile,
  place: Place,
  target: { readonly package: PackageManifest; readonly source: string | undefined },
): string | undefined {
  if (target.package.folder.startsWith('test/')) {
    return file.isTest ? undefined : 'packages import nothing of the tests';
  }
  if (place.package === 'packages/shared') return 'shared imports no package of ours, and itself by relative paths';
  if (target.package.folder !== 'packages/shared') return 'the packages never import each other, only shared';
  if (target.source === undefined) return 'shared has no such entry';
  if (file.isTest || place.rule?.shared === 'all') return undefined;
  const folder = placeOf(target.source)?.layer ?? '';
  if (folder === rootLayer || pureFolders.includes(folder)) return undefined;
  return `${place.layer} imports only the pure folders of shared`;
}

function violation(file: SourceFile, line: number, message: string): Violation {
  return { rule: 'import-direction', file: file.path, line, message };
}
