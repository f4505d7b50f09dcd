import { answer, CliError, type CommandModule, createPaint, type Invocation, listOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import type { PassReport } from '../../app/pass/run-pass.js';
import { planPass } from '../../app/plan-pass.js';
import { applicationKey } from '../../core/application/application.js';
import { imageState } from '../../core/live/image-state.js';
import { composeBase } from '../compose/compose-base.js';
import { composePass } from '../compose/compose-pass.js';
import { loadSettings } from '../settings/load-settings.js';
import { type ApplicationStatusData, statusText } from '../text/status-text.js';
import { passSettings, requireMatch, selectionOptions } from './pass-options.js';
import { updaterOf, updaterOptions } from './updater-options.js';

/** `status`: what is deployed, what is wanted, and why. */
export const status: CommandModule = {
  spec: {
    description:
      'Shows the Applications that are kept up to date: for each image what is deployed, what is wanted and why. With --server it shows what a running argo-updater knows, by a token and nothing else; without it, everything is looked at now. It changes nothing.',
    options: [...updaterOptions, ...selectionOptions, ...passSettings],
    examples: [
      ['argo-updater status', 'look at everything now'],
      ['argo-updater status --server https://updater.example.com', 'what a running argo-updater knows'],
      ['argo-updater status --application shop -o json', 'one Application, for a program'],
    ],
  },
  async run(invocation) {
    const { applications, unanswered = [] } = (await told(invocation)) ?? { applications: await planned(invocation) };
    const { stdout, stderr } = invocation.terminal;
    for (const replica of unanswered) stderr.write(`${replica} did not answer: what it has is as old as it looks\n`);
    const missing = unanswered.length === 0 ? {} : { unanswered };
    answer(invocation, { applications, ...missing }, () => statusText(applications, createPaint(stdout.colors)));
    return exitCodes.done;
  },
};

interface Status {
  readonly applications: readonly ApplicationStatusData[];
  /** Replicas that did not answer. */
  readonly unanswered?: readonly string[];
}

async function told(invocation: Invocation): Promise<Status | undefined> {
  const base = await composeBase(await loadSettings(invocation), invocation, 'warn');
  try {
    const all = await updaterOf(invocation, base)?.applications({ signal: invocation.signal });
    if (all === undefined) return undefined;
    const found = all.applications.filter((one) => isAskedFor(one, invocation));
    const asked = [...listOption(invocation, 'application'), ...listOption(invocation, 'repository')];
    if (found.length > 0 || asked.length === 0) return { applications: found, unanswered: all.unanswered };
    throw new CliError('cli-nothing-matched', `No Application that the token is for matches ${asked.join(', ')}`, {
      hint: 'See which there are: argo-updater status.',
    });
  } finally {
    base.close();
  }
}

function isAskedFor({ application, images }: ApplicationStatusData, invocation: Invocation): boolean {
  const [names, repositories] = [listOption(invocation, 'application'), listOption(invocation, 'repository')];
  const isNamed = names.some((name) => application === name || application.endsWith(`/${name}`));
  const uses = repositories.some((name) =>
    images.some(({ repository }) => repository === name || repository.endsWith(`/${name}`)),
  );
  return (names.length === 0 || isNamed) && (repositories.length === 0 || uses);
}

async function planned(invocation: Invocation): Promise<readonly ApplicationStatusData[]> {
  await using composed = await composePass(invocation, { level: 'warn' });
  const pass = await planPass(composed.ports, composed.options, { signal: invocation.signal });
  composed.progress.done();
  requireMatch(invocation, pass);
  return [...pass.plan.applications.map(plannedStatus), ...pass.skipped.map(skippedStatus)];
}

function plannedStatus({
  application,
  images,
  findings,
}: PassReport['plan']['applications'][number]): ApplicationStatusData {
  return {
    application: applicationKey(application),
    problems: findings.map(({ message }) => message),
    images: images.map((outcome) => {
      const { label, ...state } = imageState(outcome);
      return { alias: label, ...state };
    }),
  };
}

function skippedStatus({ application, findings }: PassReport['skipped'][number]): ApplicationStatusData {
  const { sync, health } = application.status ?? {};
  const problems = findings.map(({ at, message }) => `${at}: ${message}`);
  return { application: applicationKey(application), sync, health, problems, images: [] };
}
