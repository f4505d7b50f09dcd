import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@towline/shared/process';
import type { KubeFake } from '@towline/test-kit/kube';
import { loadClusterAccess } from '../../../packages/argo-updater/src/adapters/kubernetes/access/load-cluster-access.js';
import {
  createKubeClient,
  type KubeClient,
} from '../../../packages/argo-updater/src/adapters/kubernetes/kube-client.js';

const collections = [
  ['secrets', '/api/v1/namespaces/argocd/secrets'],
  ['applications', '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications'],
] as const;

/** What replicas leave behind. */
const leftovers = ['/apis/coordination.k8s.io/v1/namespaces/argocd/leases', '/api/v1/namespaces/argocd/events'];

/** A client of the cluster of a kubeconfig. */
export async function clientOf(kubeConfigText: string): Promise<KubeClient> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-copy-'));
  try {
    const kubeConfig = join(folder, 'kubeconfig');
    await writeFile(kubeConfig, kubeConfigText);
    return createKubeClient(await loadClusterAccess({ kubeConfig, environment: {}, clock: systemClock }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes another cluster hold what the fake holds, and nothing that a test before has left there. */
export async function copyInto(kubeConfigText: string, fake: KubeFake): Promise<void> {
  const client = await clientOf(kubeConfigText);
  for (const path of [...collections.map(([, path]) => path), ...leftovers]) await client.delete({ path });
  for (const [plural, path] of collections) {
    for (const object of fake.objects(plural)) {
      const { name, namespace, labels, annotations } = object.metadata;
      await client.create({ path, body: { ...object, metadata: { name, namespace, labels, annotations } } });
    }
  }
}
