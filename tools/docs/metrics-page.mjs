import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

/** docs/reference/metrics.md: what argo-updater counts. */
export async function metricsPage(root) {
  const module = await importBuilt(root, 'packages/argo-updater/src/server/metrics/metric-table.ts');
  if (module === undefined) return undefined;
  const rows = Object.entries(module.metricTable).map(([name, { kind, help, labels }]) => [
    `\`${name}\``,
    kind,
    labels.map((label) => `\`${label}\``).join(' '),
    help,
  ]);
  return `${introduction}\n${table(['metric', 'kind', 'labels', 'what it counts'], rows)}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Metrics

What \`argo-updater run\` shows at \`/metrics\`, where \`--metrics-bind-address\` says so. Those of the process and of Node.js stand beside them.
The names that begin with \`argocd_image_updater\` are those of that program, without the labels that name a resource.
`;
