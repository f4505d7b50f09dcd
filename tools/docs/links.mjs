import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { anchorsOf, linksOf } from './markdown.mjs';

const skipped = new Set(['node_modules', 'dist', '.git', 'testdata', 'golden', 'fixtures']);

/** One sentence for each relative link in the tree's Markdown whose file or anchor does not exist. */
export async function brokenLinks(root) {
  const files = await markdownBelow(root);
  const texts = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')])));
  return files.flatMap((file) =>
    linksOf(texts.get(file)).flatMap(({ target, line }) => {
      const fault = faultOf({ root, file, target, texts });
      return fault === undefined ? [] : [`${relative(root, file)}:${line} links to ${target}: ${fault}`];
    }),
  );
}

function faultOf({ root, file, target, texts }) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const [path = '', anchor] = target.split('#', 2);
  const meant = path === '' ? file : resolve(dirname(file), decodeURIComponent(path));
  if (relative(root, meant).startsWith('..')) return 'it leaves the repository';
  if (!existsSync(meant)) return 'there is no such file';
  if (anchor === undefined || !texts.has(meant)) return undefined;
  return anchorsOf(texts.get(meant)).has(decodeURIComponent(anchor)) ? undefined : 'there is no such heading';
}

async function markdownBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
  return (await Promise.all(found)).flat().sort();
}
