import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

/** docs/reference/errors.md: every code of every `xxxErrorCodes` that a `…-error.ts` of a package exports. */
export async function errorsPage(root) {
  const boundaries = await errorBoundaries(root);
  if (boundaries.length === 0) return undefined;
  refuseTwins(boundaries);
  const sections = boundaries.map(
    ({ className, entry, codes }) =>
      `## ${className}\n\nFrom \`${entry}\`.\n\n${table(['code', 'meaning, and what to do'], codeRows(codes))}`,
  );
  return `${introduction}\n${sections.join('\n')}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Errors

Every error that leaves a package has a \`code\`, a message that says what failed on which object, and often a hint. The code is part of
the interface: it changes with a major version only. The message may change at any time.
`;

const codeRows = (codes) => Object.entries(codes).map(([code, meaning]) => [`\`${code}\``, meaning]);

async function errorBoundaries(root) {
  const packages = (await readdir(join(root, 'packages'))).sort();
  return (await Promise.all(packages.map((name) => boundariesOf(root, join('packages', name))))).flat();
}

async function boundariesOf(root, folder) {
  const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const sources = (await readdir(join(root, folder, 'src'), { recursive: true })).filter((file) =>
    file.endsWith('-error.ts'),
  );
  const found = await Promise.all(
    sources.sort().map(async (source) => {
      const entry = entryOf(manifest, source.split(/[\\/]/)[0]);
      return boundariesIn(await importBuilt(root, join(folder, 'src', source)), entry);
    }),
  );
  return found.flat();
}

function boundariesIn(module, entry) {
  const lists = Object.keys(module).filter((name) => name.endsWith('ErrorCodes'));
  return lists.map((name) => ({ className: classNameOf(name), entry, codes: module[name] }));
}

/** `httpErrorCodes` are the codes of `HttpError`. */
const classNameOf = (list) => list[0].toUpperCase() + list.slice(1).replace(/Codes$/, '');

const entryOf = ({ name, exports }, folder) => (`./${folder}` in exports ? `${name}/${folder}` : name);

/** A code that two errors share could not be told apart by who handles it. */
function refuseTwins(boundaries) {
  const owners = new Map();
  for (const { className, codes } of boundaries) {
    for (const code of Object.keys(codes)) {
      if (owners.has(code)) throw new Error(`the code ${code} belongs to ${owners.get(code)} and to ${className}`);
      owners.set(code, className);
    }
  }
}
