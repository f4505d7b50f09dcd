import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { errorMessage } from '@towline/shared/errors';
import { Secret } from '@towline/shared/secret';
import { KubernetesError } from '../kubernetes-error.js';
import type { UserIdentity } from './cluster-access.js';
import type { KubeConfigCluster, KubeConfigUser } from './schema.js';

/**
 * The identity that a login program (`exec`) or an identity provider gives. The client library runs it, keeps what it says until that
 * expires, and is loaded for this alone: it takes most of a second and 70 MB.
 */
export async function logIn(user: KubeConfigUser, cluster: KubeConfigCluster): Promise<UserIdentity> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'cluster', cluster }],
      users: [{ name: 'user', user }],
      contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
      'current-context': 'context',
    }),
  );
  const first = await ask(config);
  return { certificate: certificateOf(first), authorization: async () => authorizationOf(await ask(config)) };
}

async function ask(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
    return options;
  } catch (cause) {
    throw new KubernetesError('kubernetes-login', `Logging in to the cluster failed: ${errorMessage(cause)}`, {
      cause,
    });
  }
}

function certificateOf({ cert, key }: RequestOptions): UserIdentity['certificate'] {
  return cert && key ? { certificate: String(cert), key: new Secret(String(key)) } : undefined;
}

function authorizationOf({ headers = {} }: RequestOptions): Secret | undefined {
  const value = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return value === undefined ? undefined : new Secret(String(value));
}
