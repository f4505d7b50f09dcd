import { answer, type CommandModule, createPaint } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { reviewAccess } from '../../adapters/kubernetes/review-access.js';
import { doctor as examine } from '../../app/doctor.js';
import { composeApplications } from '../compose/compose-applications.js';
import { composeBase } from '../compose/compose-base.js';
import { composeCluster, controllerNamespace } from '../compose/compose-cluster.js';
import { composeRegistry } from '../compose/compose-registry.js';
import { leaseNamespace } from '../compose/compose-replicas.js';
import { composeRepositories } from '../compose/compose-repositories.js';
import { loadSettings } from '../settings/load-settings.js';
import { settingOptions } from '../settings/setting-options.js';
import { checksText } from '../text/checks-text.js';

/** `doctor`: whether everything is at hand that a pass needs, and what to do where it is not. */
export const doctor: CommandModule = {
  spec: {
    description:
      'Looks at everything that a pass needs: Kubernetes permissions, Applications and their settings, registries with the missing permission by its name, manifest repositories, and whether Argo CD syncs. It changes nothing. Exit code 1 where something fails.',
    options: settingOptions('applications', 'kubernetes', 'argocd', 'registries', 'git', 'cache', 'log'),
    examples: [
      ['argo-updater doctor', 'look at the cluster of the current context'],
      ['argo-updater doctor --applications ./apps', 'look at what a folder of Applications needs'],
    ],
  },
  async run(invocation) {
    const { terminal, signal } = invocation;
    const settings = await loadSettings(invocation);
    const base = await composeBase(settings, invocation, 'warn');
    try {
      const cluster = await composeCluster(settings, base);
      await using repositories = await composeRepositories(settings, base, cluster);
      const namespaces = cluster?.namespaces;
      const checks = await examine(
        {
          readApplications: () => composeApplications(settings, base, { cluster, repositories }).read({ signal }),
          registry: await composeRegistry(settings, base, { kubernetes: cluster?.secrets }),
          openRepository: (target) => repositories.open(target, { signal }),
          isAllowed: cluster && ((permission) => reviewAccess(cluster.client, permission, { signal })),
          signal,
        },
        {
          controllerNamespace: controllerNamespace(settings, cluster?.client),
          compat: settings.applications.compat === 'argocd-image-updater',
          namespaces: namespaces === 'all' ? undefined : namespaces,
          leaseNamespace: leaseNamespace(settings, base.environment, cluster),
        },
      );
      answer(invocation, { checks }, () => checksText(checks, createPaint(terminal.stdout.colors)));
      return checks.some(({ status }) => status === 'failed') ? exitCodes.failed : exitCodes.done;
    } finally {
      base.close();
    }
  },
};
