import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

/** The modules that hold findings, in the order in which a pass meets them. */
const sources = [
  { file: 'application/finding.ts', name: 'settingsFindings', title: 'Settings of an Application or an ImageUpdater' },
  { file: 'manifest/manifest-finding.ts', name: 'manifestFindings', title: 'Files that hold images' },
  { file: 'plan/plan-finding.ts', name: 'planFindings', title: 'Choosing an image' },
];

/** docs/reference/findings.md: what can be found wrong with an Application, its files and its images. */
export async function findingsPage(root) {
  const sections = await Promise.all(sources.map((source) => section(root, source)));
  const found = sections.filter((text) => text !== undefined);
  return found.length === 0 ? undefined : [introduction, ...found].join('\n');
}

async function section(root, { file, name, title }) {
  const module = await importBuilt(root, `packages/argo-updater/src/core/${file}`);
  if (module === undefined) return undefined;
  const rows = Object.entries(module[name]).map(([code, meaning]) => [`\`${code}\``, meaning]);
  return `## ${title}\n\n${table(['code', 'meaning'], rows)}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Findings

What argo-updater finds wrong with an Application, with the files that it writes and with the images that it chooses. All findings are told at once, each with
the annotation, the path or the place in a file that it is about, and what to do. The codes are part of the interface.
`;
