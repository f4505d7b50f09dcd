import { answer, CliError, type CommandModule, createPaint } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { closestWord } from '@towline/shared/text';
import { type ExplainAnswer, type Explanation, explain as explainPlan } from '../../app/explain.js';
import { planPass } from '../../app/plan-pass.js';
import { composePass } from '../compose/compose-pass.js';
import { explanationData, explanationText } from '../text/explanation-text.js';
import { skippedText } from '../text/skipped-text.js';
import { passSettings } from './pass-options.js';

/** `explain APPLICATION [IMAGE]`: every tag of an image, the chosen one and the rule that refused each of the others. */
export const explain: CommandModule = {
  spec: {
    description:
      'Shows for the images of an Application what becomes of them, which tag the policy chooses, and for every other tag the first rule that refused it. It changes nothing.',
    arguments: [
      { name: 'application', meaning: 'name or namespace/name', required: true },
      { name: 'image', meaning: 'the alias or name of an image (default: all of them)' },
    ],
    options: passSettings,
    examples: [
      ['argo-updater explain shop', 'every image of an Application'],
      ['argo-updater explain argocd/shop web -o json', 'one image by its alias, for a program'],
    ],
  },
  async run(invocation) {
    const { args, terminal, signal } = invocation;
    const [application = '', image] = args;
    await using composed = await composePass(invocation, { level: 'warn' });
    const pass = await planPass(composed.ports, { ...composed.options, applications: [application] }, { signal });
    composed.progress.done();
    const paint = createPaint(terminal.stdout.colors);
    if (pass.plan.applications.length === 0 && pass.skipped.length > 0) {
      terminal.stderr.write(skippedText(pass, paint));
      return exitCodes.failed;
    }
    const explanations = found(explainPlan(pass.plan, { application, image }), { application, image });
    answer(invocation, { explanations: explanations.map(explanationData) }, () =>
      explanations.map((one) => explanationText(one, paint)).join('\n'),
    );
    return exitCodes.done;
  },
};

interface Asked {
  readonly application: string;
  readonly image: string | undefined;
}

function found(told: ExplainAnswer, { application, image }: Asked): readonly Explanation[] {
  switch (told.kind) {
    case 'found':
      return told.explanations;
    case 'no-application':
      throw new CliError('cli-nothing-matched', `No Application ${application} is kept up to date`, {
        hint: 'See which there are: argo-updater plan --all.',
      });
    case 'no-image': {
      const meant = closestWord(image ?? '', told.known);
      throw new CliError('cli-nothing-matched', `${application} has no image ${image}`, {
        hint: meant === undefined ? `It has ${told.known.join(', ')}.` : `Did you mean ${meant}?`,
      });
    }
  }
}
