import { exitCodes } from '@towline/shared/errors';
import { lintFiles } from '../../app/lint.js';
import { answer } from '../frame/answer.js';
import type { CommandModule } from '../frame/command.js';
import { createPaint } from '../frame/paint.js';
import { readManifestFiles } from '../frame/read-manifest-files.js';
import { loadSettings } from '../settings/load-settings.js';
import { settingOptions } from '../settings/setting-options.js';
import { findingsText } from '../text/findings-text.js';

/** `lint [PATH…]`: everything that is wrong or odd about the annotations of Applications. */
export const lint: CommandModule = {
  spec: {
    description:
      'Finds annotations that are misspelt, that conflict, or that change nothing, and says what to write instead. Exit code 1 where it finds any.',
    arguments: [{ name: 'path', meaning: 'files or folders of manifests', required: true, variadic: true, path: true }],
    options: settingOptions('applications', 'argocd'),
    examples: [['argo-updater lint ./apps', 'look at every Application below a folder, for example before each merge']],
  },
  async run(invocation) {
    const { args, terminal, signal } = invocation;
    const settings = await loadSettings(invocation);
    const options = {
      controllerNamespace: settings.argocd.namespace ?? 'argocd',
      compat: settings.applications.compat === 'argocd-image-updater',
    };
    const report = lintFiles(await readManifestFiles(args, signal), options);
    answer(invocation, report, () => findingsText(report, createPaint(terminal.stdout.colors)));
    return report.findings.length === 0 ? exitCodes.done : exitCodes.failed;
  },
};
