import type { Paint } from '@towline/shared/cli';
import type { PluginFinding } from '../../core/setup/required-plugins.js';
import type { SetupPlan, SetupStep } from '../../core/setup/setup-plan.js';
import type { XmlDifference } from '../../core/xml/ensure-xml.js';
import { printable } from './build-text.js';

/** What there is to do, as a diff. */
export function setupText({ steps, plugins, notes }: SetupPlan, paint: Paint): string {
  const lines = [
    ...plugins.map((one) => pluginLine(one, paint)),
    ...steps.flatMap((step) => [stepTitle(step, paint), ...stepLines(step, paint)]),
    ...(steps.length === 0 ? ['Nothing to change.'] : []),
    ...notes.map((note) => `${paint.cyan('→')} ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A step as one line. */
export function stepTitle(step: SetupStep, paint: Paint): string {
  const sign = step.action === 'create' ? paint.green('+') : paint.yellow('~');
  if (step.kind === 'item') return `${sign} ${step.what} ${paint.bold(step.name)}`;
  const where = step.store.kind === 'system' ? '' : ` in ${step.store.folder}`;
  return `${sign} credential ${paint.bold(step.wanted.id)}${where}`;
}

function stepLines(step: SetupStep, paint: Paint): readonly string[] {
  if (step.kind === 'item') return step.differences.map((one) => differenceLine(one, paint));
  return step.differences.map((one) => `    ${paint.yellow('~')} ${printable(one)}`);
}

function differenceLine({ path, from, to }: XmlDifference, paint: Paint): string {
  // The class of a plugin says nothing more than its last word.
  const short = printable(path).replace(/\b(?:[a-z]\w*\.)+(?=[A-Z])/g, '');
  if (from === undefined)
    return `    ${paint.green('+')} ${short}${to === '' || to === undefined ? '' : `: ${value(to)}`}`;
  if (to === undefined) return `    ${paint.red('-')} ${short}${from === '' ? '' : `: ${value(from)}`}`;
  return `    ${paint.yellow('~')} ${short}: ${value(from)} → ${value(to)}`;
}

/** On one line, and without what could control a terminal. */
function value(text: string): string {
  return printable(text.replaceAll('\n', ' ⏎ '));
}

function pluginLine({ name, from, installed, why, need }: PluginFinding, paint: Paint): string {
  const sign = need === 'required' ? paint.red('✗') : paint.yellow('!');
  const what = installed === undefined ? 'is not installed' : `is ${installed}, older than ${from}`;
  return `${sign} plugin ${name} ${what}: needed for ${why}`;
}
