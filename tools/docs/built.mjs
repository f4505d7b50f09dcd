import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The built module of a source file such as `packages/a/src/b.ts`; undefined where there is no such source. */
export async function importBuilt(root, source) {
  if (!existsSync(join(root, source))) return undefined;
  const built = source.replace(/^(packages\/[^/]+)\/src\//, '$1/dist/').replace(/\.ts$/, '.js');
  return import(pathToFileURL(join(root, built)).href);
}
