import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from './table.mjs';

const folder = 'docs/decisions';
const parts = ['Context', 'Decision', 'Consequences'];

/** docs/decisions/README.md: the pages of that folder, each with the first sentence of its decision. */
export async function decisionsPage(root) {
  const names = (await readdir(join(root, folder)).catch(missingIsEmpty)).filter((name) => name !== 'README.md').sort();
  if (names.length === 0) return undefined;
  const rows = names.map(async (name) => rowOf(name, await readFile(join(root, folder, name), 'utf8')));
  return `${introduction}\n${table(['page', 'what was decided'], await Promise.all(rows))}`;
}

const introduction = `<!-- Made by npm run docs from the pages of this folder; edits are lost. -->
# Decisions

One page for each question that others will ask: what the situation was, what was decided, what follows from it. A page is rewritten when the decision is.
`;

function rowOf(name, text) {
  const [title, ...sections] = text.split(/^##? /m).slice(1);
  const found = new Map(sections.map((section) => section.split(/\n+(.*)/s, 2)));
  const missing = parts.filter((part) => !found.has(part));
  if (title === undefined || missing.length > 0) {
    throw new Error(
      `${folder}/${name} needs a title and the headings ${parts.join(', ')}; missing: ${missing.join(', ')}`,
    );
  }
  return [`[${title.trim()}](${name})`, firstSentence(found.get('Decision'))];
}

const firstSentence = (text) =>
  /^.*?[.:](?=\s|$)/s.exec(text.trim())?.[0].replace(/\s+/g, ' ').replace(/:$/, '.') ?? '';

function missingIsEmpty(error) {
  if (error.code === 'ENOENT') return [];
  throw error;
}
