import type { KubernetesSecretReader } from '@towline/shared/registry';
import type { RepositoryCluster } from '../../adapters/git/find-access.js';
import { loadClusterAccess } from '../../adapters/kubernetes/access/load-cluster-access.js';
import { createRepositoryCluster } from '../../adapters/kubernetes/argocd-settings.js';
import { createKubeClient, type KubeClient } from '../../adapters/kubernetes/kube-client.js';
import type { Namespaces } from '../../adapters/kubernetes/read-cluster.js';
import { createSecretReader } from '../../adapters/kubernetes/secrets.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';

/** The cluster that Argo CD runs in. */
export interface Cluster {
  readonly client: KubeClient;
  readonly secrets: KubernetesSecretReader;
  readonly repositories: RepositoryCluster;
  /** What Argo CD knows of repositories now: it is read once and then remembered. */
  readonly renewRepositories: () => RepositoryCluster;
  /** Where Argo CD is. */
  readonly namespace: string;
  /** Whose Applications are looked at. */
  readonly namespaces: Namespaces;
}

const usualNamespace = 'argocd';

/** Whether the settings want a cluster: where Applications are read from it, or where one is named. */
export function usesCluster({ applications, argocd, kubernetes }: Settings): boolean {
  const elsewhere = applications.from !== undefined || argocd.server !== undefined;
  return !elsewhere || kubernetes.kubeconfig !== undefined || kubernetes.context !== undefined;
}

/** The way to the cluster, where the settings want one. Nothing is asked of it yet. */
export async function composeCluster(
  settings: Settings,
  { clock, log, environment }: Base,
): Promise<Cluster | undefined> {
  if (!usesCluster(settings)) return undefined;
  const { kubeconfig: kubeConfig, context } = settings.kubernetes;
  const access = await loadClusterAccess({ kubeConfig, context, environment, clock });
  const client = createKubeClient(access, { clock, log });
  const namespace = controllerNamespace(settings, client);
  return {
    client,
    secrets: createSecretReader(client),
    repositories: createRepositoryCluster(client, { namespace }),
    renewRepositories: () => createRepositoryCluster(client, { namespace }),
    namespace,
    namespaces: watchedNamespaces(settings, namespace),
  };
}

/** The namespace of Argo CD. */
export function controllerNamespace({ argocd }: Settings, client?: KubeClient): string {
  return argocd.namespace ?? client?.namespace ?? usualNamespace;
}

function watchedNamespaces({ argocd: { watchNamespaces } }: Settings, own: string): Namespaces {
  const named = watchNamespaces.filter((namespace) => namespace !== '');
  if (named.includes('*')) return 'all';
  return named.length === 0 ? [own] : named;
}
