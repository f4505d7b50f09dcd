import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

/** docs/reference/jenkinsfile-rules.md: every rule of `jenkins-bridge lint`, with its examples. */
export async function jenkinsfileRulesPage(root) {
  const module = await importBuilt(root, 'packages/jenkins-bridge/src/core/lint/lint-jenkinsfile.ts');
  if (module === undefined) return undefined;
  const rules = Object.entries(module.jenkinsfileRules).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = rules.map(([id, { severity, why }]) => [`[\`${id}\`](#${id})`, severity, why]);
  return `${introduction}\n${table(['rule', 'severity', 'why'], rows)}\n${rules.map(section).join('\n')}`;
}

function section([id, { severity, why, fix, bad, good }]) {
  return `## ${id}\n\n${severity[0].toUpperCase()}${severity.slice(1)}. ${why}\n\n**Fix:** ${fix}\n\n${fenced('Finds', bad)}\n${fenced('Quiet', good)}`;
}

const fenced = (title, text) => `${title}:\n\n\`\`\`groovy\n${text}\n\`\`\`\n`;

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Rules for Jenkinsfiles

What \`jenkins-bridge lint\` finds in Jenkinsfiles, declarative and scripted, generated and written by hand. It reads them and never executes them. A step that none of
the usual plugins brings is one of a shared library, and taken to be right. An error breaks the build, leaks a secret or publishes what it should not; a
warning does so one day, or makes it hard to notice.

To accept a finding, say why before its line:

\`\`\`groovy
// towline-lint-disable-next-line docker-config-removed the agent serves this job only
sh 'rm -f ~/.docker/config.json'
\`\`\`

Most of the examples are short and have no timeout; the rule \`no-timeout\` finds that, too.
`;
