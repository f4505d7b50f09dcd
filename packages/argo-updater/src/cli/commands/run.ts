import {
  answer,
  CliError,
  type CommandModule,
  createPaint,
  type Invocation,
  listOption,
  type OptionSpec,
  switchOption,
} from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { runPass, summarize } from '../../app/pass/run-pass.js';
import { composePass } from '../compose/compose-pass.js';
import { composeStyle } from '../compose/compose-style.js';
import { settingOptions } from '../settings/setting-options.js';
import { deliveryData, deliveryText } from '../text/delivery-text.js';
import { skippedText } from '../text/skipped-text.js';
import { passSettings, requireMatch, selectionOptions } from './pass-options.js';
import { plan } from './plan.js';

const noUse = 'taken for the sake of argocd-image-updater; it means nothing here';

/** What argocd-image-updater takes beside --once, and what a pass has no use for. */
const unused: readonly OptionSpec[] = [
  ...['warmup-cache', 'metrics-secure', 'enable-http2', 'disable-tls'].map((flag) => ({ flag, meaning: noUse })),
  ...['tlsciphers', 'tlsmaxversion', 'tlsminversion', 'webhook-ratelimit-allowed'].map((flag) => {
    return { flag, value: 'text', meaning: noUse };
  }),
  { flag: 'max-concurrent-reconciles', value: 'number', meaning: noUse },
];

/** `run`: the controller. `run --once`: one pass: read, plan, write. */
export const run: CommandModule = {
  spec: {
    description:
      'Watches the Applications, lists their images at intervals and at once when it is told of a push, and writes what a plan would show: one push for each branch, one commit for each Application, pull requests and patches. With --once it makes one pass and ends: exit code 1 where something failed; all else is done nevertheless.',
    options: [
      { flag: 'once', meaning: 'one pass, then end' },
      { flag: 'dry-run', meaning: 'show the plan and write nothing; exit code 10 where there are changes' },
      { flag: 'batch', meaning: 'one commit for all Applications of a branch' },
      ...selectionOptions,
      ...passSettings,
      ...settingOptions('live', 'server', 'events', 'notify').filter(({ flag }) => flag !== 'config'),
      ...unused,
    ],
    examples: [
      ['argo-updater run', 'keep the Applications of the cluster up to date'],
      ['argo-updater run --once', 'one pass over the Applications of the cluster'],
      ['argo-updater run --once --dry-run', 'the same, without writing'],
      ['argo-updater run --once --application shop --batch', 'one Application'],
    ],
  },
  async run(invocation) {
    if (switchOption(invocation, 'dry-run')) return plan.run(invocation);
    if (switchOption(invocation, 'once')) return runOnce(invocation);
    refuseSelection(invocation);
    const { runLive } = await import('./run-live.js');
    return runLive(invocation);
  },
};

async function runOnce(invocation: Invocation): Promise<number> {
  const { terminal, signal } = invocation;
  await using composed = await composePass(invocation, { level: 'info', pushTimes: false });
  const style = await composeStyle(composed.settings, switchOption(invocation, 'batch'));
  const pass = await runPass(composed.ports, { ...composed.options, style }, { signal });
  composed.progress.done();
  requireMatch(invocation, pass);
  const paint = createPaint(terminal.stdout.colors);
  answer(invocation, deliveryData(pass), () => `${skippedText(pass, paint)}${deliveryText(pass, paint)}`);
  return summarize(pass).failed > 0 ? exitCodes.failed : exitCodes.done;
}

function refuseSelection(invocation: Invocation): void {
  const asked = ['application', 'repository'].find((flag) => listOption(invocation, flag).length > 0);
  if (asked === undefined) return;
  throw new CliError('cli-usage', `--${asked} is for one pass: say --once`, {
    hint: 'Leave it out to keep everything up to date, or select Applications by an ImageUpdater.',
  });
}
