import type { Difference } from './difference.js';
import { differences } from './differences.js';

const introduction = `# Differences

Towline answers as argocd-image-updater and Flux do, but for the rows below. Behaviour recorded from both programs is part of our tests:
a case that we answer otherwise must fall under a row of this page, and a row whose cases we come to answer alike fails the tests.

Where the last column says so, \`compat: argocd-image-updater\` or \`compat: flux\` in a policy brings the answer of that program,
as does the annotation \`towline.dev/compat\` on an Application.
`;

/** The page docs/reference/differences.md. */
export function differencesPage(): string {
  return [introduction, section('argocd-image-updater', 'argocd-image-updater'), section('Flux', 'flux')].join('\n');
}

function section(title: string, program: Difference['program']): string {
  const rows = differences.filter((difference) => difference.program === program).map(row);
  return [
    `## ${title}`,
    '',
    '| difference | theirs | ours | why | by `compat` |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function row({ id, theirs, ours, reason, switchable }: Difference): string {
  const cells = [`\`${id}\``, theirs, ours, reason, switchable ? 'yes' : 'no'];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
