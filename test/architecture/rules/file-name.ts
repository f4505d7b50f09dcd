import { posix } from 'node:path';
import type { PackageManifest } from '../model/package-manifest.js';
import type { Rule } from './violation.js';

/** A test may say which kind it is: `edit-yaml.property.test.ts`. */
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:(?:\.[a-z]+)?\.test)?\.ts$/;
const saysNothing = /^(?:utils?|helpers?|common|misc|shared)(?:(?:\.[a-z]+)?\.test)?\.ts$/;

/** A file is named in kebab case after its idea; `index.ts` is kept for published entries. */
export const fileName: Rule = ({ files, packages }) =>
  files.flatMap(({ path }) => {
    const fault = faultOf(path, packages);
    return fault === undefined ? [] : [{ rule: 'file-name', file: path, line: 1, message: fault }];
  });

function faultOf(path: string, packages: readonly PackageManifest[]): string | undefined {
  const name = posix.basename(path);
  if (!kebabCase.test(name)) return 'file names are in kebab-case';
  if (saysNothing.test(name)) return 'name the file after its idea';
  if (name !== 'index.ts' || packages.some((each) => isEntry(each, path))) return undefined;
  return 'index.ts only where an exports map publishes it: import the modules themselves';
}

/** Whether an `exports` map names this file, be it by `./*` for the folders directly below `src`. */
function isEntry({ folder, entries }: PackageManifest, path: string): boolean {
  if ([...entries.values()].includes(path)) return true;
  return entries.has('./*') && posix.dirname(posix.dirname(path)) === `${folder}/src`;
}
