import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const packages = ['argo-updater', 'jenkins-bridge', 'shared'];
const folder = 'docs/reference/api';

/**
 * The pages below docs/reference/api, as tools/docs/pages.mjs has the others: one for each entry that a package publishes, and their index. A page that is
 * there and belongs to no entry has no text.
 */
export async function apiPagesOf(root) {
  const entries = (await Promise.all(packages.map((name) => entriesOf(root, name)))).flat();
  const made = entries.length === 0 ? new Map() : await makePages(root, entries);
  const there = await readdir(join(root, folder), { recursive: true }).catch(() => []);
  const names = new Set([...made.keys(), ...there.filter((name) => name.endsWith('.md'))]);
  return [...names].map((name) => ({ path: `${folder}/${name}`, make: async () => made.get(name) ?? '' }));
}

/** Loads typedoc, and a TypeScript of its own, only where there is something to read. */
async function makePages(root, entries) {
  const { apiPages } = await import('../api/api-pages.mjs');
  return apiPages(root, entries);
}

async function entriesOf(root, name) {
  const text = await readFile(join(root, 'packages', name, 'package.json'), 'utf8').catch(() => '{}');
  const { exports = {} } = JSON.parse(text);
  return Object.entries(exports)
    .filter(([, { types }]) => types !== undefined)
    .map(([entry, { types }]) => ({ name: `${name}${entry.slice(1)}`, types: join(root, 'packages', name, types) }));
}
