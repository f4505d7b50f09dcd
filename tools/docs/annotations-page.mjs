import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

const source = 'packages/argo-updater/src/core/application/annotations/annotation-table.ts';

/** docs/reference/annotations.md: every annotation that argo-updater reads, from the table that its reader and its linter use. */
export async function annotationsPage(root) {
  const module = await importBuilt(root, source);
  if (module === undefined) return undefined;
  const prefixes = [...new Set(module.annotationTable.map(({ prefix }) => prefix))];
  const sections = prefixes.map((prefix) => {
    const rows = module.annotationTable.filter((row) => row.prefix === prefix).map(cellsOf);
    return `## ${prefix}\n\n${table(['annotation', 'value', 'default', 'meaning'], rows)}`;
  });
  return `${introduction}\n${sections.join('\n')}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Annotations

What argo-updater reads on an Application. A name with \`<alias>.\` before it is about the image of the list that has this alias; where both forms exist, the
image's wins. What is read under one prefix is not read under the other.
`;

function cellsOf({ name, scopes, type, default: whenAbsent, meaning }) {
  const spellings = { application: `\`${name}\``, image: `\`<alias>.${name}\`` };
  const value = type.kind === 'enum' ? type.values.map((each) => `\`${each}\``).join(', ') : type.kind;
  return [scopes.map((scope) => spellings[scope]).join(', '), value, whenAbsent, meaning];
}
