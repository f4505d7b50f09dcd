import { errorCode } from '@towline/shared/errors';
import type { Clock } from '@towline/shared/ports';
import type { KubeClient } from './kube-client.js';
import { KubernetesError } from './kubernetes-error.js';
import { objectPath, resourcePath } from './resource-path.js';
import { leaseListSchema } from './schema.js';

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** The Lease of a replica, as it was read. */
export interface ReadReplicaLease {
  readonly name: string;
  /** Changes with every renewal. */
  readonly version: string;
  readonly address: string | undefined;
}

/** The Leases of the replicas of one installation. */
export interface ReplicaLeases {
  list(waiting: Waiting): Promise<readonly ReadReplicaLease[]>;
  renew(waiting: Waiting): Promise<void>;
  release(waiting: Waiting): Promise<void>;
  remove(lease: ReadReplicaLease, waiting: Waiting): Promise<void>;
}

/** Which replica this is, and where its Lease is. */
export interface ReplicaLeasesOptions {
  readonly namespace: string;
  /** The name of its Lease. */
  readonly name: string;
  readonly address: string | undefined;
  readonly durationMs: number;
  /** How long a request may take: shorter than what it is for. */
  readonly timeoutMs: number;
}

const leaseApi = 'coordination.k8s.io/v1';
const addressAnnotation = 'towline.dev/address';
const labels = { 'app.kubernetes.io/part-of': 'towline', 'towline.dev/lease': 'argo-updater-replica' };
const labelSelector = Object.entries(labels)
  .map(([key, value]) => `${key}=${value}`)
  .join(',');

/** {@link ReplicaLeases} of a cluster: one Lease for each replica, with its address in an annotation. */
export function createReplicaLeases(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  { namespace, name, address, durationMs, timeoutMs }: ReplicaLeasesOptions,
): ReplicaLeases {
  const collection = resourcePath(leaseApi, 'leases', namespace);
  const own = objectPath(leaseApi, 'leases', { namespace, name });
  const acquired = microTime(clock.now());
  const lease = () => ({
    apiVersion: leaseApi,
    kind: 'Lease',
    metadata: { name, namespace, labels, ...(address && { annotations: { [addressAnnotation]: address } }) },
    spec: {
      holderIdentity: name,
      leaseDurationSeconds: Math.max(1, Math.round(durationMs / 1_000)),
      acquireTime: acquired,
      renewTime: microTime(clock.now()),
    },
  });
  return {
    async list({ signal }) {
      return client.list({ path: collection, labelSelector, timeoutMs, signal }, (page) => {
        const parsed = leaseListSchema.safeParse(page);
        if (!parsed.success) throw new KubernetesError('kubernetes-answer', `${collection} has no Leases in it`);
        return parsed.data.items.map(({ metadata: { name, resourceVersion: version, annotations } }) => {
          return { name, version, address: annotations?.[addressAnnotation] };
        });
      });
    },
    async renew({ signal }) {
      const { spec } = lease();
      try {
        await client.mergePatch({ path: own, body: { spec }, timeoutMs, signal });
      } catch (error) {
        // The first time; and after a pause so long that others have tidied up.
        if (errorCode(error) !== 'kubernetes-not-found') throw error;
        await client.create({ path: collection, body: lease(), timeoutMs, signal });
      }
    },
    release: ({ signal }) => client.delete({ path: own, timeoutMs, signal }),
    async remove({ name: other, version }, { signal }) {
      const path = objectPath(leaseApi, 'leases', { namespace, name: other });
      const body = { preconditions: { resourceVersion: version } };
      try {
        await client.delete({ path, body, timeoutMs, signal });
      } catch (error) {
        if (errorCode(error) !== 'kubernetes-conflict') throw error;
      }
    },
  };
}

/** The form of Kubernetes' MicroTime. */
function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/Z$/, '000Z');
}
