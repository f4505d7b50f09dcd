import { answer, type CommandModule, createPaint, type Invocation } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { readTexts } from '../../adapters/manifests/read-texts.js';
import { type LintReport, lintFiles, lintReading } from '../../app/lint.js';
import { composeApplications, isGitAddress } from '../compose/compose-applications.js';
import { composeBase } from '../compose/compose-base.js';
import { composeCluster, controllerNamespace } from '../compose/compose-cluster.js';
import { composeRepositories } from '../compose/compose-repositories.js';
import { loadSettings } from '../settings/load-settings.js';
import { settingOptions } from '../settings/setting-options.js';
import type { Settings } from '../settings/settings-schema.js';
import { findingsText } from '../text/findings-text.js';

/** `lint [PATH…]`: everything that is wrong or odd about the annotations of Applications. */
export const lint: CommandModule = {
  spec: {
    description:
      'Finds annotations that are misspelt, that conflict, or that change nothing, and says what to write instead. Exit code 1 where it finds any.',
    arguments: [
      {
        name: 'path',
        meaning: 'files or folders of manifests (default: where the settings say that Applications are read)',
        variadic: true,
        path: true,
      },
    ],
    options: settingOptions('applications', 'kubernetes', 'argocd', 'log'),
    examples: [
      ['argo-updater lint ./apps', 'look at every Application below a folder, for example before each merge'],
      ['argo-updater lint', 'look at the Applications of the cluster'],
    ],
  },
  async run(invocation) {
    const settings = await loadSettings(invocation);
    const report = await lintPlaces(settings, invocation);
    answer(invocation, report, () => findingsText(report, createPaint(invocation.terminal.stdout.colors)));
    return report.findings.length === 0 ? exitCodes.done : exitCodes.failed;
  },
};

/** Files are read by ourselves, so that findings have lines; what is elsewhere is read as a pass does. */
async function lintPlaces(settings: Settings, invocation: Invocation): Promise<LintReport> {
  const { args, signal } = invocation;
  const { from, compat } = settings.applications;
  const local = args.length === 0 && from !== undefined && !isGitAddress(from) ? [from] : args;
  const options = { compat: compat === 'argocd-image-updater' };
  if (local.length > 0) {
    const texts = await Promise.all(local.map((path) => readTexts(path, { signal })));
    return lintFiles(texts.flat(), { ...options, controllerNamespace: controllerNamespace(settings) });
  }
  const base = await composeBase(settings, invocation, 'warn');
  try {
    const cluster = await composeCluster(settings, base);
    await using repositories = await composeRepositories(settings, base, cluster);
    const reading = await composeApplications(settings, base, { cluster, repositories }).read({ signal });
    return lintReading(reading, { ...options, controllerNamespace: controllerNamespace(settings, cluster?.client) });
  } finally {
    base.close();
  }
}
