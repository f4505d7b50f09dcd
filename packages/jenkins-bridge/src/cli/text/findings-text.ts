import type { Paint } from '@towline/shared/cli';
import type { LintReport, PlacedFinding } from '../../app/lint.js';

/** Lines that are wider are cut around what is meant. */
const widestExcerpt = 120;

/** Findings as compilers print them: the place, what is wrong, the line with what is meant underlined, why, and what to do about it. */
export function findingsText({ findings, files, errors, warnings }: LintReport, paint: Paint): string {
  const summary = `${counted(errors, 'error')}, ${counted(warnings, 'warning')} in ${counted(files, 'file')}`;
  return `${[...findings.map((finding) => findingText(finding, paint)), summary].join('\n')}\n`;
}

function findingText(finding: PlacedFinding, paint: Paint): string {
  const { file, line, column, rule, severity, message, why, fix } = finding;
  const color = severity === 'error' ? paint.red : paint.yellow;
  const { shown, before, meant } = excerptOf(finding);
  return [
    `${paint.bold(`${file}:${line}:${column}:`)} ${color(severity)} ${printable(message)} ${paint.dim(`(${rule})`)}`,
    `  ${shown}`,
    `  ${before}${color('^'.repeat(meant))}`,
    `  ${why}`,
    `  ${paint.cyan('→')} ${fix}`,
    '',
  ].join('\n');
}

/** Tabs stay in the blanks before the caret, so that it stands below what it means whatever their width is. */
function excerptOf({ excerpt, column, length }: PlacedFinding): { shown: string; before: string; meant: number } {
  const from = column > widestExcerpt / 2 && excerpt.length > widestExcerpt ? column - 1 - widestExcerpt / 4 : 0;
  const shown = printable(excerpt.slice(from, from + widestExcerpt));
  const before = excerpt.slice(from, column - 1).replace(/[^\t]/g, ' ');
  return { shown, before, meant: Math.max(1, Math.min(length, widestExcerpt - before.length)) };
}

/** What comes from the file must not control the terminal. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, '·');
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}
