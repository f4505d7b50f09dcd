import { errorCode } from '@towline/shared/errors';
import type { ApplicationReading } from '../../core/application/application-reading.js';
import { type ReadImageUpdaters, readImageUpdaters } from '../../core/application/image-updater/image-updater.js';
import { type ReadApplications, readApplications } from '../../core/application/read-application.js';
import type { KubeClient } from './kube-client.js';
import { argocdApi, resourcePath } from './resource-path.js';

/** The namespaces that are looked at. */
export type Namespaces = 'all' | readonly string[];

/** The API of ImageUpdaters. */
export const imageUpdaterApi = 'argocd-image-updater.argoproj.io/v1alpha1';

/**
 * Reads the Applications and ImageUpdaters of the namespaces: one list of each per namespace, or one for the cluster. Only what is used of
 * an Application outlives its page. A cluster without the definition of ImageUpdaters has none of them.
 */
export async function readCluster(
  client: KubeClient,
  { namespaces, signal }: { readonly namespaces: Namespaces; readonly signal?: AbortSignal | undefined },
): Promise<ApplicationReading> {
  const places = namespaces === 'all' ? [undefined] : namespaces;
  const [applications, imageUpdaters] = await Promise.all([
    Promise.all(places.map((namespace) => listApplications(client, namespace, signal))),
    Promise.all(places.map((namespace) => listImageUpdaters(client, namespace, signal))),
  ]);
  return {
    applications: applications.flat().flatMap((read) => read.applications),
    imageUpdaters: imageUpdaters.flat().flatMap((read) => read.imageUpdaters),
    findings: [...applications.flat(), ...imageUpdaters.flat()].flatMap((read) => read.findings),
  };
}

function listApplications(
  client: KubeClient,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly ReadApplications[]> {
  const path = resourcePath(argocdApi, 'applications', namespace);
  return client.list({ path, signal }, (page) => [readApplications(page, { kind: 'cluster' })]);
}

async function listImageUpdaters(
  client: KubeClient,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly ReadImageUpdaters[]> {
  const path = resourcePath(imageUpdaterApi, 'imageupdaters', namespace);
  try {
    return await client.list({ path, signal }, (page) => [readImageUpdaters(page)]);
  } catch (error) {
    if (errorCode(error) === 'kubernetes-not-found') return [];
    throw error;
  }
}
