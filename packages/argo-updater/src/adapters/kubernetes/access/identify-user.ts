import { resolve } from 'node:path';
import type { Clock } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';
import type { ClusterAccess, UserIdentity } from './cluster-access.js';
import { logIn } from './log-in.js';
import { readPem } from './pem.js';
import type { Entry } from './read-kube-config.js';
import type { KubeConfigCluster, KubeConfigUser } from './schema.js';
import { bearerFromFile } from './token-file.js';

/** What else it takes to know a user. */
export interface IdentityContext {
  readonly cluster: KubeConfigCluster;
  readonly clock: Clock;
}

/** The identity of a user of a kubeconfig. Programs and identity providers are asked by Kubernetes' own client library. */
export async function identifyUser(user: Entry<KubeConfigUser>, context: IdentityContext): Promise<UserIdentity> {
  const { value, folder } = user;
  if (value.exec || value['auth-provider']) return logIn(value, context.cluster);
  const certificate = await readPem({
    data: value['client-certificate-data'],
    file: value['client-certificate'],
    folder,
  });
  const key = await readPem({ data: value['client-key-data'], file: value['client-key'], folder });
  return {
    certificate: certificate && key ? { certificate, key: new Secret(key) } : undefined,
    authorization: authorizationOf(user, context.clock),
  };
}

function authorizationOf({ value, folder }: Entry<KubeConfigUser>, clock: Clock): ClusterAccess['authorization'] {
  // The order of kubectl: a file, since it is renewed, before what was written down once.
  if (value.tokenFile) return bearerFromFile(resolve(folder, value.tokenFile), clock);
  const header = fixedHeader(value);
  return async () => header;
}

function fixedHeader({ token, username, password }: KubeConfigUser): Secret | undefined {
  if (token) return new Secret(`Bearer ${token}`);
  if (!username) return undefined;
  return new Secret(`Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`);
}
