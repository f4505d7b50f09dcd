import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@towline/shared/errors';
import type { ClusterAccess, ClusterOptions } from './cluster-access.js';
import { readConfigured } from './pem.js';
import { bearerFromFile } from './token-file.js';

const mounted = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The access of a pod by its service account; undefined where this is no pod that has one. */
export async function inClusterAccess({
  environment,
  serviceAccount = mounted,
  clock,
}: Pick<ClusterOptions, 'environment' | 'serviceAccount' | 'clock'>): Promise<ClusterAccess | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  if (!host || !(await optional(join(serviceAccount, 'token')))) return undefined;
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: (await optional(join(serviceAccount, 'namespace')))?.trim() || undefined,
    connection: { ca: [await readConfigured(join(serviceAccount, 'ca.crt'))], systemCa: false },
    authorization: bearerFromFile(join(serviceAccount, 'token'), clock),
  };
}

async function optional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
