import type { Paint } from '@towline/shared/cli';
import type { LintReport, PlacedFinding } from '../../app/lint.js';

/** Findings as compilers print them: the place, the finding, and what to do about it. */
export function findingsText({ findings, applications }: LintReport, paint: Paint): string {
  const lines = findings.flatMap((finding) => [
    `${paint.bold(placeOf(finding))} ${severityOf(finding, paint)} ${sentence(finding)} ${paint.dim(`(${finding.code})`)}`,
    `    ${paint.cyan('→')} ${finding.fix}`,
  ]);
  return `${[...lines, summary(findings.length, applications)].join('\n')}\n`;
}

function placeOf({ file, line, subject }: PlacedFinding): string {
  const place = file === undefined ? (subject ?? 'ImageUpdaters') : `${file}${line === undefined ? '' : `:${line}`}`;
  return `${place}:`;
}

function severityOf({ severity }: PlacedFinding, paint: Paint): string {
  return severity === 'error' ? paint.red('error') : paint.yellow('warning');
}

function sentence({ subject, file, at, message }: PlacedFinding): string {
  const about = [file === undefined ? undefined : subject, at === '' ? undefined : at].filter(
    (part) => part !== undefined,
  );
  return [...about, message].join(': ');
}

function summary(findings: number, applications: number): string {
  return `${counted(findings, 'finding')} in ${counted(applications, 'application')}`;
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}
