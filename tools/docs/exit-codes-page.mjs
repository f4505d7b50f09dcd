import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

/** docs/reference/exit-codes.md: how every command ends. */
export async function exitCodesPage(root) {
  const module = await importBuilt(root, 'packages/shared/src/errors/exit-codes.ts');
  if (module === undefined) return undefined;
  const rows = Object.entries(module.exitCodes).map(([name, code]) => [`\`${code}\``, module.exitCodeMeanings[name]]);
  return `${introduction}\n${table(['code', 'meaning'], rows)}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Exit codes

One table for every command of argo-updater and jenkins-bridge. The codes are part of the interface.
`;
