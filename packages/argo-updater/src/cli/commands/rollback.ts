import { answer, CliError, type CommandModule, createPaint, switchOption, textOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { summarize } from '../../app/pass/run-pass.js';
import { rollback as takeBack } from '../../app/rollback.js';
import { hasChanges } from '../../core/plan/plan.js';
import { composePass } from '../compose/compose-pass.js';
import { composeStyle } from '../compose/compose-style.js';
import { deliveryData, deliveryText } from '../text/delivery-text.js';
import { planData } from '../text/plan-data.js';
import { planText } from '../text/plan-text.js';
import { skippedText } from '../text/skipped-text.js';
import { passSettings } from './pass-options.js';

/** `rollback APPLICATION [IMAGE]`: a commit that takes a version back, and with it a hold. */
export const rollback: CommandModule = {
  spec: {
    description:
      'Puts a version back that stood there before, by a commit in the manifest repository. What was taken back is held until something newer appears, or until release lets it go. git revert does the same.',
    arguments: [
      { name: 'application', meaning: 'name or namespace/name', required: true },
      { name: 'image', meaning: 'the alias or name of an image (default: all that changed last)' },
    ],
    options: [
      { flag: 'to', value: 'tag', meaning: 'the version to go back to, or previous (default: previous)' },
      { flag: 'reason', value: 'text', meaning: 'why, for the message of the commit' },
      { flag: 'dry-run', meaning: 'show the change and write nothing; exit code 10 where there is one' },
      ...passSettings,
    ],
    examples: [
      ['argo-updater rollback shop', 'back to what stood there before'],
      ['argo-updater rollback shop web --to 1.4.2 --reason "checkout fails"', 'one image, to a version of your choice'],
    ],
  },
  async run(invocation) {
    const { args, terminal, signal } = invocation;
    const [application = '', image] = args;
    const to = textOption(invocation, 'to') ?? 'previous';
    const write = !switchOption(invocation, 'dry-run');
    await using composed = await composePass(invocation, { level: 'warn' });
    const style = await composeStyle(composed.settings, false);
    const pass = await takeBack(
      composed.ports,
      {
        ...composed.options,
        applications: [application],
        wish: { image, to: to === 'previous' ? { kind: 'previous' } : { kind: 'tag', tag: to } },
        style: { ...style, rollback: { reason: textOption(invocation, 'reason') } },
        write,
      },
      { signal },
    );
    composed.progress.done();
    if (pass.delivered.length === 0 && pass.skipped.length === 0) {
      throw new CliError('cli-nothing-matched', `No Application that is kept up to date is called ${application}`, {
        hint: 'See which there are: argo-updater plan --all.',
      });
    }
    const paint = createPaint(terminal.stdout.colors);
    const failed = summarize(pass).failed > 0;
    if (write) {
      answer(invocation, deliveryData(pass), () => `${skippedText(pass, paint)}${deliveryText(pass, paint)}`);
      return failed ? exitCodes.failed : exitCodes.done;
    }
    answer(
      invocation,
      planData(pass.plan),
      () => `${skippedText(pass, paint)}${planText(pass.plan, { paint, all: true })}`,
    );
    if (failed) return exitCodes.failed;
    return hasChanges(pass.plan) ? exitCodes.changes : exitCodes.done;
  },
};
