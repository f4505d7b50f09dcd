import { createHash } from 'node:crypto';
import type { ManifestRepositories } from '../../adapters/git/manifest-repositories.js';
import { createSourceHistories } from '../../adapters/git/source-histories.js';
import { createApplicationEvents } from '../../adapters/kubernetes/application-events.js';
import { createPullRequestHosts } from '../../adapters/pull-requests/pull-request-hosts.js';
import { createCosignSignatures } from '../../adapters/signatures/cosign-signatures.js';
import type { WorkPorts } from '../../app/pass/ports.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';
import { composeLive } from './compose-live.js';
import { composeRegistry, type RegistryUse } from './compose-registry.js';
import { composeRepositories } from './compose-repositories.js';

/** Everything that is asked and written for Applications. */
export interface ComposedWork extends AsyncDisposable {
  readonly ports: WorkPorts;
  readonly repositories: ManifestRepositories;
}

/** Wires {@link ComposedWork} by the settings. */
export async function composeWork(
  settings: Settings,
  base: Base,
  {
    cluster,
    pushTimes,
    onAllowance,
  }: Pick<RegistryUse, 'pushTimes' | 'onAllowance'> & { readonly cluster: Cluster | undefined },
): Promise<ComposedWork> {
  const [registry, repositories] = await Promise.all([
    composeRegistry(settings, base, { kubernetes: cluster?.secrets, pushTimes, onAllowance }),
    composeRepositories(settings, base, cluster),
  ]);
  const ports: WorkPorts = {
    registry,
    repositories,
    live: composeLive(settings, base, cluster),
    events:
      cluster && !settings.kubernetes.disableEvents
        ? createApplicationEvents({ client: cluster.client, clock: base.clock })
        : undefined,
    histories: createSourceHistories(repositories),
    signatures: cluster && createCosignSignatures({ registry, secrets: cluster.secrets }),
    pullRequests: composePullRequests(settings, base, repositories),
    clock: base.clock,
    log: base.log,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    random: Math.random,
  };
  return { ports, repositories, [Symbol.asyncDispose]: () => repositories[Symbol.asyncDispose]() };
}

function composePullRequests(
  { git, hosts }: Settings,
  { clock, httpWith }: Base,
  repositories: ManifestRepositories,
): WorkPorts['pullRequests'] {
  return createPullRequestHosts({
    clock,
    http: httpWith,
    repositories,
    identity: { name: git.user, email: git.email },
    apiUrls: { github: hosts.githubApiUrl, gitlab: hosts.gitlabApiUrl },
  });
}
