import { type ConnectionOptions, redactUrl } from '@towline/shared/http';
import { KubernetesError } from '../kubernetes-error.js';
import { readPem } from './pem.js';
import type { Entry } from './read-kube-config.js';
import type { KubeConfigCluster } from './schema.js';

/** How a cluster of a kubeconfig is connected to. Its certificate authority is the only one that is trusted. */
export async function clusterConnection({ value, folder }: Entry<KubeConfigCluster>): Promise<ConnectionOptions> {
  if (!URL.canParse(value.server)) {
    const message = `The kubeconfig has the server ${JSON.stringify(value.server)}, which is no address`;
    throw new KubernetesError('kubernetes-config-invalid', message);
  }
  const ca = await readPem({ data: value['certificate-authority-data'], file: value['certificate-authority'], folder });
  const proxy = value['proxy-url'] || undefined;
  if (proxy !== undefined && !/^https?:\/\//i.test(proxy)) {
    const message = `The kubeconfig names the proxy ${redactUrl(proxy)}: only HTTP proxies are supported`;
    throw new KubernetesError('kubernetes-config-invalid', message);
  }
  return {
    ca: ca === undefined ? undefined : [ca],
    systemCa: false,
    insecureHosts: value['insecure-skip-tls-verify'] ? [new URL(value.server).host] : undefined,
    serverName: value['tls-server-name'] || undefined,
    proxy: proxy === undefined ? undefined : { http: proxy, https: proxy },
  };
}
