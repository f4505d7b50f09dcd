import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** docs/reference/differences.md: the list that the recorded cases are held against. */
export async function differencesPage(root) {
  const source = join(root, 'test/vectors/differences-page.ts');
  if (!existsSync(source)) return undefined;
  await import('../typescript/register.mjs');
  const module = await import(pathToFileURL(source).href);
  return module.differencesPage();
}
