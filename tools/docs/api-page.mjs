import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { table } from './table.mjs';

const packages = ['argo-updater', 'jenkins-bridge', 'shared'];

/**
 * docs/reference/api.md: every name that a package publishes, with its signature and the first paragraph of its comment, read from the declarations
 * that the compiler made. A name without a comment is an error.
 */
export async function apiPage(root) {
  const sections = [];
  for (const name of packages) sections.push(await packageSection(root, join('packages', name)));
  const texts = sections.filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : `${introduction}\n${texts.join('\n')}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# The API

Every name that the packages publish. What is not on this page is no promise. Types are written as TypeScript declares them; an editor shows the rest of each comment, and
the fields of each type.
`;

async function packageSection(root, folder) {
  const text = await readFile(join(root, folder, 'package.json'), 'utf8').catch(() => undefined);
  const { name, exports = {} } = text === undefined ? {} : JSON.parse(text);
  const entries = Object.entries(exports).flatMap(([entry, target]) => (target.types ? [[entry, target.types]] : []));
  if (entries.length === 0) return undefined;
  const sections = [];
  for (const [entry, types] of entries) {
    const names = await publishedNames(join(root, folder, types));
    const rows = names.map((one) => [nameCell(one, root, folder), one.signature, one.comment]);
    const sorted = rows.sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    if (rows.length > 0) sections.push(`## ${name}${entry.slice(1)}\n\n${table(['name', 'is', 'meaning'], sorted)}`);
  }
  return sections.join('\n');
}

function nameCell({ name, file }, root, folder) {
  const source = relative(join(root, folder, 'dist'), file).replace(/\.d\.ts$/, '.ts');
  return `[\`${name}\`](../../${folder}/src/${source.replaceAll('\\', '/')})`;
}

/** The names of an entry, each with where it is declared. */
async function publishedNames(index) {
  const text = await readFile(index, 'utf8');
  const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)';/g)];
  const found = lists.flatMap(([, names, from]) => {
    const file = join(dirname(index), from.replace(/\.js$/, '.d.ts'));
    const words = names.split(',').map((one) => one.trim().replace(/^type /, ''));
    return words
      .filter((word) => word !== '')
      .map(async (word) => {
        const [own, published = own] = word.split(' as ');
        return { ...(await readName(file, own)), name: published };
      });
  });
  return Promise.all(found);
}

async function readName(file, name) {
  const text = await readFile(file, 'utf8');
  const declared = new RegExp(
    `^export (?:declare )?(?:abstract )?(interface|type|function|class|const) ${name}\\b`,
    'm',
  );
  const match = declared.exec(text);
  if (match === null) {
    const listed = (await publishedNames(file)).find((one) => one.name === name);
    if (listed === undefined) throw new Error(`${file} does not declare ${name}`);
    return listed;
  }
  const comment = commentBefore(text.slice(0, match.index));
  if (comment === undefined) throw new Error(`${name} has no comment in ${file}`);
  return { name, file, comment, signature: signatureOf(match[1], text.slice(match.index)) };
}

/** The first paragraph of the comment that ends a text. */
function commentBefore(text) {
  const start = text.lastIndexOf('/**');
  const body = text.slice(start + 3).trimEnd();
  if (start < 0 || !body.endsWith('*/') || body.indexOf('*/') !== body.length - 2) return undefined;
  const lines = body
    .slice(0, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim());
  const paragraph =
    lines
      .join('\n')
      .trim()
      .split(/\n\s*\n/)[0] ?? '';
  return paragraph.replaceAll(/\{@link (\w+)\}/g, '`$1`').replaceAll('\n', ' ');
}

/** A function with what it takes and gives; for everything else what kind of thing it is. */
function signatureOf(kind, text) {
  if (kind !== 'function') return kind;
  const end = /;\n(?=export|import|\/\*\*|declare|interface|type|\/\/#|$)/.exec(text);
  const whole = text.slice(0, end?.index ?? text.length);
  const short = whole
    .replace(/^export declare function \w+/, '')
    .replaceAll(/\/\*\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ');
  return `\`${short.trim()}\``;
}
