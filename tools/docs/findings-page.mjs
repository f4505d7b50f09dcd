import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

/** docs/reference/findings.md: what can be found wrong with the settings of an Application. */
export async function findingsPage(root) {
  const module = await importBuilt(root, 'packages/argo-updater/src/core/application/finding.ts');
  if (module === undefined) return undefined;
  const rows = Object.entries(module.settingsFindings).map(([code, meaning]) => [`\`${code}\``, meaning]);
  return `${introduction}\n${table(['code', 'meaning'], rows)}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Findings

What argo-updater finds wrong with the settings of an Application or an ImageUpdater. A finding is no error: all of them are told at once, each with the
annotation or the path that it is about, and what to do. The codes are part of the interface.
`;
