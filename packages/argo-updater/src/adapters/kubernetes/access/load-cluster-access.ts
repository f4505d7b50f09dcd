import { join } from 'node:path';
import { KubernetesError } from '../kubernetes-error.js';
import type { ClusterAccess, ClusterOptions } from './cluster-access.js';
import { clusterConnection } from './cluster-connection.js';
import { identifyUser } from './identify-user.js';
import { inClusterAccess } from './in-cluster-access.js';
import { readKubeConfig } from './read-kube-config.js';

/**
 * Finds the way to the cluster: the file that is named, the files of `KUBECONFIG`, the service account of the pod, `~/.kube/config`, in this
 * order. Throws `kubernetes-config-missing` where there is none.
 */
export async function loadClusterAccess(options: ClusterOptions): Promise<ClusterAccess> {
  const { kubeConfig, environment } = options;
  if (kubeConfig !== undefined)
    return (await fromFiles([kubeConfig], options)) ?? missing(`${kubeConfig} does not exist`);
  const listed = (environment.KUBECONFIG ?? '').split(':').filter((path) => path !== '');
  if (listed.length > 0) return (await fromFiles(listed, options)) ?? missing(`${listed.join(', ')}: no such file`);
  const pod = await inClusterAccess(options);
  if (pod !== undefined) return pod;
  const home = join(environment.HOME ?? '/', '.kube', 'config');
  return (await fromFiles([home], options)) ?? missing(`${home} does not exist, and this is no pod of a cluster`);
}

async function fromFiles(
  paths: readonly string[],
  { context, clock }: ClusterOptions,
): Promise<ClusterAccess | undefined> {
  const found = await readKubeConfig(paths, context);
  if (found === undefined) return undefined;
  const { cluster, user, namespace } = found;
  const [connection, identity] = await Promise.all([
    clusterConnection(cluster),
    identifyUser(user, { cluster: cluster.value, clock }),
  ]);
  return {
    server: cluster.value.server.replace(/\/+$/, ''),
    namespace,
    connection: { ...connection, clientCertificate: identity.certificate },
    authorization: identity.authorization,
  };
}

function missing(what: string): never {
  throw new KubernetesError('kubernetes-config-missing', `There is no kubeconfig: ${what}`);
}
