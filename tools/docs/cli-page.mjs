import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

/** A page of every command of a program, from the descriptions that its help is made of. */
export async function cliPage(root, program) {
  const module = await importBuilt(root, `packages/${program}/src/cli/command-table.ts`);
  if (module === undefined) return undefined;
  const { commonOptions } = await importBuilt(root, 'packages/shared/src/cli/build-command.ts');
  const sections = [];
  // One after the other: Node 20 can lose a module that several imports wait for at once.
  for (const entry of module.commandTable) sections.push(sectionOf(program, entry, await entry.load()));
  const common = table(['option', 'meaning'], commonOptions.map(optionRow));
  return `${introduction(program)}\n${common}\n${sections.join('\n')}`;
}

const introduction = (program) => `<!-- Made by npm run docs from the sources; edits are lost. -->
# The commands of ${program}

The answer goes to standard output, everything around it to standard error: errors, log and progress. Progress is shown on a terminal only, and colours too;
\`NO_COLOR\` turns them off and \`FORCE_COLOR\` on. [Exit codes](exit-codes.md) are the same for all commands.${settings[program] ?? ''} Every command has these options:
`;

const settings = {
  'argo-updater': ' Options that are settings can also be\n[environment variables or stand in a file](config.md).',
};

function sectionOf(program, { name, summary }, { spec }) {
  const usage = [program, name, ...(spec.arguments ?? []).map(usageOf), '[options]'].join(' ');
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
