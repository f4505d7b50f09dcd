import type { PackageManifest } from '../model/package-manifest.js';
import { resolveImport } from '../model/resolve-import.js';
import type { SourceFile } from '../model/source-file.js';
import { placeOf } from './layers.js';
import type { Rule } from './violation.js';

/** A published package imports the libraries that it declares, each only in the layers that layers.ts lists it for. */
export const listedLibrary: Rule = ({ files, packages }) =>
  files.flatMap((file) => {
    const owner = packages.find(
      ({ folder }) => file.path.startsWith(`${folder}/src/`) && folder.startsWith('packages/'),
    );
    if (owner === undefined || file.isTest) return [];
    return file.imports.flatMap(({ specifier, line }) => {
      const target = resolveImport(packages, file.path, specifier);
      const fault = target.kind === 'library' ? faultOf(file, owner, target.name) : undefined;
      return fault === undefined ? [] : [{ rule: 'listed-library', file: file.path, line, message: fault }];
    });
  });

function faultOf(file: SourceFile, owner: PackageManifest, library: string): string | undefined {
  if (!owner.dependencies.includes(library)) return `${library} is not among the dependencies of ${owner.name}`;
  const place = placeOf(file.path);
  if (place?.rule?.libraries?.includes(library) ?? true) return undefined;
  return `${library} is not among the libraries of ${place?.layer}: test/architecture/rules/layers.ts lists them`;
}
