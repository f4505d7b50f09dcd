import type { Paint } from '@towline/shared/cli';
import type { PassReport } from '../../app/pass/run-pass.js';
import { applicationKey } from '../../core/application/application.js';
import type { Finding } from '../../core/application/finding.js';

/** What a pass left out: Applications whose settings do not hold, documents and ImageUpdaters that cannot be read. */
export type LeftOut = Pick<PassReport, 'skipped' | 'findings'>;

/** What was left out and why, for people; empty where nothing was. */
export function skippedText({ skipped, findings }: LeftOut, paint: Paint): string {
  const sections = skipped.map(({ application, findings: own }) => {
    const lines = own.map((finding) => findingLine(finding, paint));
    return `${[`${paint.bold(applicationKey(application))} ${paint.red('is left out')}`, ...lines].join('\n')}\n\n`;
  });
  const others = findings.map((finding) => `${findingLine(finding, paint)}\n`);
  return [...sections, ...others].join('');
}

/** What was left out and why, for programs. */
export function skippedData({ skipped, findings }: LeftOut) {
  return {
    skipped: skipped.map((one) => ({ application: applicationKey(one.application), findings: one.findings })),
    findings,
  };
}

function findingLine({ severity, at, message, fix }: Finding, paint: Paint): string {
  const sign = severity === 'error' ? paint.red('✗') : paint.yellow('!');
  return `  ${sign} ${at}: ${message}\n      ${paint.cyan('→')} ${fix}`;
}
