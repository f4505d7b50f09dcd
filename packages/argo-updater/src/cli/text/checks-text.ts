import type { Paint } from '@towline/shared/cli';
import type { Check } from '../../app/doctor.js';

const titles: Readonly<Record<Check['area'], string>> = {
  kubernetes: 'Kubernetes',
  applications: 'Applications',
  registry: 'Registries',
  git: 'Manifest repositories',
  argocd: 'Argo CD',
};

/** Checks by their area, each with its fix, and the sum of them. */
export function checksText(checks: readonly Check[], paint: Paint): string {
  const areas = [...new Set(checks.map(({ area }) => area))];
  const sections = areas.map((area) => {
    const lines = checks.filter((check) => check.area === area).flatMap((check) => checkLines(check, paint));
    return [paint.bold(titles[area]), ...lines, ''].join('\n');
  });
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  return `${sections.join('\n')}\n${count('ok')} ok, ${count('warning')} to look at, ${count('failed')} failed\n`;
}

function checkLines({ status, subject, message, fix }: Check, paint: Paint): readonly string[] {
  const sign = { ok: paint.green('✓'), warning: paint.yellow('!'), failed: paint.red('✗') }[status];
  return [`  ${sign} ${subject}: ${message}`, ...(fix === undefined ? [] : [`      ${paint.cyan('→')} ${fix}`])];
}
