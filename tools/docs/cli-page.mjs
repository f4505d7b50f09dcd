import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

const folder = 'packages/argo-updater/src/cli';

/** docs/reference/cli.md: every command of argo-updater, from the descriptions that its help is made of. */
export async function cliPage(root) {
  const module = await importBuilt(root, `${folder}/command-table.ts`);
  if (module === undefined) return undefined;
  const { commonOptions } = await importBuilt(root, `${folder}/frame/build-command.ts`);
  const sections = [];
  // One after the other: Node 20 can lose a module that several imports wait for at once.
  for (const entry of module.commandTable) sections.push(sectionOf(entry, await entry.load()));
  return `${introduction}\n${table(['option', 'meaning'], commonOptions.map(optionRow))}\n${sections.join('\n')}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# The commands of argo-updater

The answer goes to standard output, everything around it to standard error: errors, log and progress. Progress is shown on a terminal only, and colours too;
\`NO_COLOR\` turns them off and \`FORCE_COLOR\` on. [Exit codes](exit-codes.md) are the same for all commands. Options that are settings can also be
[environment variables or stand in a file](config.md). Every command has these options:
`;

function sectionOf({ name, summary }, { spec }) {
  const usage = ['argo-updater', name, ...(spec.arguments ?? []).map(usageOf), '[options]'].join(' ');
  const parts = [
    `## ${name}\n\n${capital(summary)}.\n\n\`\`\`\n${usage}\n\`\`\`\n\n${spec.description}\n`,
    ...tableOf('argument', (spec.arguments ?? []).map(argumentRow)),
    ...tableOf('option', spec.options.map(optionRow)),
    `\`\`\`sh\n${spec.examples.map(([line, does]) => `# ${does}\n${line}`).join('\n')}\n\`\`\`\n`,
  ];
  return parts.join('\n');
}

const tableOf = (head, rows) => (rows.length === 0 ? [] : [table([head, 'meaning'], rows)]);

function usageOf({ name, required, variadic }) {
  const inner = variadic ? `${name}...` : name;
  return required ? `<${inner}>` : `[${inner}]`;
}

const argumentRow = (spec) => [`\`${usageOf(spec)}\``, meaningOf(spec)];

function optionRow(spec) {
  const names = spec.short === undefined ? `--${spec.flag}` : `-${spec.short}, --${spec.flag}`;
  return [`\`${spec.value === undefined ? names : `${names} <${spec.value}>`}\``, meaningOf(spec)];
}

function meaningOf({ meaning, choices, repeatable }) {
  const list = choices === undefined ? '' : `; one of ${choices.map((each) => `\`${each}\``).join(', ')}`;
  return `${meaning}${list}${repeatable ? '; may be repeated' : ''}`;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
