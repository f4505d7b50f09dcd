import { CliError, type Invocation, listOption, type OptionSpec } from '@towline/shared/cli';
import type { PassReport } from '../../app/pass/run-pass.js';
import { settingOptions } from '../settings/setting-options.js';

/** Which Applications a pass is about. */
export const selectionOptions: readonly OptionSpec[] = [
  { flag: 'application', value: 'name', repeatable: true, meaning: 'only this Application: name or namespace/name' },
  {
    flag: 'repository',
    value: 'image',
    repeatable: true,
    meaning: 'only Applications with an image of this repository: registry/name, or its path',
  },
];

/** The settings of everything that reads and plans. */
export const passSettings: readonly OptionSpec[] = settingOptions(
  'applications',
  'kubernetes',
  'argocd',
  'registries',
  'git',
  'hosts',
  'limits',
  'cache',
  'log',
);

/** Throws `cli-nothing-matched` where Applications were asked for and none of them is there. */
export function requireMatch(invocation: Invocation, { plan, skipped }: PassReport): void {
  const asked = [...listOption(invocation, 'application'), ...listOption(invocation, 'repository')];
  if (asked.length === 0 || plan.applications.length > 0 || skipped.length > 0) return;
  throw new CliError('cli-nothing-matched', `No Application that is kept up to date matches ${asked.join(', ')}`, {
    hint: 'See which there are: argo-updater plan --all.',
  });
}
