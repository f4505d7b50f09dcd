// Writes the generated pages of docs/reference and checks the links between all Markdown files. `--check` writes nothing and exits 1 where
// a page is stale. Needs the packages built: `npm run docs` and `npm run docs:check` see to that.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { apiPagesOf } from './docs/api-entries.mjs';
import { brokenLinks } from './docs/links.mjs';
import { pages } from './docs/pages.mjs';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
});
const findings = [...(await refreshPages(values.root, values.check)), ...(await brokenLinks(values.root))];
for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;

async function refreshPages(root, onlyCheck) {
  const stale = [];
  for (const { path, make } of [...pages, ...(await apiPagesOf(root))]) {
    const text = await make(root);
    const file = join(root, path);
    if (text === undefined || (await textOf(file)) === text) continue;
    if (onlyCheck) stale.push(`${path} is stale: run npm run docs and commit it`);
    else if (text === '') await rm(file);
    else await write(file, text);
  }
  return stale;
}

async function write(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  console.error(`wrote ${file}`);
}

async function textOf(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
