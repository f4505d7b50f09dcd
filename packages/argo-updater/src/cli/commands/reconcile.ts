import { answer, CliError, type CommandModule, type Invocation } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import type { UpdaterApi } from '../../adapters/updater-api/updater-api.js';
import { isUpdaterError } from '../../adapters/updater-api/updater-error.js';
import { composeBase } from '../compose/compose-base.js';
import { loadSettings } from '../settings/load-settings.js';
import { passSettings } from './pass-options.js';
import { run } from './run.js';
import { updaterOf, updaterOptions } from './updater-options.js';

/** `reconcile`: an Application, now. */
export const reconcile: CommandModule = {
  spec: {
    description:
      'Has an Application looked at now, and written where that is due. With --server a running argo-updater does it, and the command ends once it is queued; without it, this command makes the pass itself, as run --once --application does.',
    arguments: [{ name: 'application', meaning: 'the Application: name or namespace/name', required: true }],
    options: [...updaterOptions, ...passSettings],
    examples: [
      ['argo-updater reconcile shop --server https://updater.example.com', 'by a running argo-updater'],
      ['argo-updater reconcile argocd/shop', 'by a pass of its own'],
    ],
  },
  async run(invocation) {
    const [application = ''] = invocation.args;
    const base = await composeBase(await loadSettings(invocation), invocation, 'warn');
    try {
      const updater = updaterOf(invocation, base);
      if (updater !== undefined) return await ask(updater, application, invocation);
    } finally {
      base.close();
    }
    return run.run({
      ...invocation,
      args: [],
      options: { ...invocation.options, once: true, application: [application] },
    });
  },
};

async function ask(updater: UpdaterApi, application: string, invocation: Invocation): Promise<number> {
  try {
    await updater.reconcile(application, { signal: invocation.signal });
  } catch (error) {
    if (!isUpdaterError(error) || error.code !== 'updater-unknown') throw error;
    throw new CliError('cli-nothing-matched', error.message, { hint: 'See which there are: argo-updater status.' });
  }
  answer(invocation, { accepted: true, application }, () => `${application} will be looked at\n`);
  return exitCodes.done;
}
