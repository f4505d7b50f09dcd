import { answer, type CommandModule, createPaint, switchOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import type { PassReport } from '../../app/pass/run-pass.js';
import { planPass } from '../../app/plan-pass.js';
import { hasChanges } from '../../core/plan/plan.js';
import { composePass } from '../compose/compose-pass.js';
import { planData } from '../text/plan-data.js';
import { planText } from '../text/plan-text.js';
import { skippedData, skippedText } from '../text/skipped-text.js';
import { passSettings, requireMatch, selectionOptions } from './pass-options.js';

/** `plan`: what a pass would write now, as a diff of each file. */
export const plan: CommandModule = {
  spec: {
    description:
      'Shows what a pass would write now: every image that changes, is held, refused or waits, with the reason, and a diff of each file. It changes nothing. Exit code 10 where there are changes, 0 where there are none, 1 where something failed.',
    options: [
      ...selectionOptions,
      { flag: 'all', meaning: 'show also the Applications that need nothing' },
      ...passSettings,
    ],
    examples: [
      ['argo-updater plan', 'plan for the Applications of the cluster'],
      ['argo-updater plan --applications ./apps -o json', 'plan without a cluster, for a program'],
      ['argo-updater plan --application shop', 'plan for one Application'],
    ],
  },
  async run(invocation) {
    const { terminal, signal } = invocation;
    await using composed = await composePass(invocation, { level: 'warn' });
    const pass = await planPass(composed.ports, composed.options, { signal });
    composed.progress.done();
    requireMatch(invocation, pass);
    const look = { paint: createPaint(terminal.stdout.colors), all: switchOption(invocation, 'all') };
    answer(
      invocation,
      { ...planData(pass.plan), ...skippedData(pass) },
      () => `${skippedText(pass, look.paint)}${planText(pass.plan, look)}`,
    );
    if (hasFailed(pass)) return exitCodes.failed;
    return hasChanges(pass.plan) ? exitCodes.changes : exitCodes.done;
  },
};

function hasFailed({ plan: { applications }, skipped, findings }: PassReport): boolean {
  const wrong = [...findings, ...applications.flatMap((one) => one.findings)].some(
    ({ severity }) => severity === 'error',
  );
  return wrong || skipped.length > 0 || applications.some(({ images }) => images.some(({ kind }) => kind === 'failed'));
}
