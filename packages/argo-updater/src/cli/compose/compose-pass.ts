import { createHash } from 'node:crypto';
import { createProgress, type Invocation, listOption, type Progress } from '@towline/shared/cli';
import type { ManifestRepositories } from '../../adapters/git/manifest-repositories.js';
import { createSourceHistories } from '../../adapters/git/source-histories.js';
import { createApplicationEvents } from '../../adapters/kubernetes/application-events.js';
import { createLiveApplications } from '../../adapters/kubernetes/live-applications.js';
import { createPullRequestHosts } from '../../adapters/pull-requests/pull-request-hosts.js';
import type { GatherOptions, PassPorts } from '../../app/pass/ports.js';
import { loadSettings } from '../settings/load-settings.js';
import type { Settings } from '../settings/settings-schema.js';
import { composeApplications } from './compose-applications.js';
import { composeArgocd } from './compose-argocd.js';
import { type Base, composeBase } from './compose-base.js';
import { composeCluster, controllerNamespace } from './compose-cluster.js';
import { composeRegistry, type RegistryUse } from './compose-registry.js';
import { composeRepositories } from './compose-repositories.js';
import { showProgress } from './show-progress.js';

/** Everything that a pass works with, and what it looks at. */
export interface ComposedPass extends AsyncDisposable {
  readonly settings: Settings;
  readonly ports: PassPorts;
  readonly options: GatherOptions;
  readonly progress: Progress;
}

/** What a command makes of a pass. */
export interface PassUse extends Pick<RegistryUse, 'pushTimes'> {
  /** How much is logged where no setting says it. */
  readonly level: 'info' | 'warn';
}

/** Wires a pass by the settings of an invocation. */
export async function composePass(invocation: Invocation, { level, pushTimes }: PassUse): Promise<ComposedPass> {
  const settings = await loadSettings(invocation);
  const base = await composeBase(settings, invocation, level);
  const cluster = await composeCluster(settings, base);
  const [registry, repositories] = await Promise.all([
    composeRegistry(settings, base, { kubernetes: cluster?.secrets, pushTimes }),
    composeRepositories(settings, base, cluster),
  ]);
  const argocd = composeArgocd(settings, base, cluster);
  const progress = createProgress(invocation.terminal.stderr);
  const ports: PassPorts = {
    applications: composeApplications(settings, base, { cluster, repositories }),
    registry,
    repositories,
    live: argocd ?? (cluster && createLiveApplications(cluster.client)),
    events:
      cluster && !settings.kubernetes.disableEvents
        ? createApplicationEvents({ client: cluster.client, clock: base.clock })
        : undefined,
    histories: createSourceHistories(repositories),
    pullRequests: composePullRequests(settings, base, repositories),
    clock: base.clock,
    log: base.log,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    random: Math.random,
  };
  return {
    settings,
    ports: showProgress(ports, progress),
    options: gatherOptions(settings, invocation, controllerNamespace(settings, cluster?.client)),
    progress,
    async [Symbol.asyncDispose]() {
      progress.done();
      base.close();
      await repositories[Symbol.asyncDispose]();
    },
  };
}

function composePullRequests(
  { git, hosts }: Settings,
  { clock, httpWith }: Base,
  repositories: ManifestRepositories,
): PassPorts['pullRequests'] {
  return createPullRequestHosts({
    clock,
    http: httpWith,
    repositories,
    identity: { name: git.user, email: git.email },
    apiUrls: { github: hosts.githubApiUrl, gitlab: hosts.gitlabApiUrl },
  });
}

function gatherOptions(settings: Settings, invocation: Invocation, namespace: string): GatherOptions {
  const named = (flag: string) => {
    const names = listOption(invocation, flag);
    return names.length === 0 ? undefined : names;
  };
  return {
    controllerNamespace: namespace,
    compat: settings.applications.compat === 'argocd-image-updater',
    applications: named('application'),
    repositories: named('repository'),
    emails: [settings.git.email],
    concurrency: settings.limits,
  };
}
