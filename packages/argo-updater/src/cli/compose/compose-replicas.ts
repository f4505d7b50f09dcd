import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { createReplicaLeases } from '../../adapters/kubernetes/replica-leases.js';
import type { ReplicasPort } from '../../app/live/ports.js';
import { createReplicas } from '../../app/live/replicas.js';
import { soloReplicas } from '../../app/live/solo-replicas.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';

/** Replicas that share the work by Leases of the cluster; one that has everything, where there is no cluster or the settings say so. */
export function composeReplicas(
  { live }: Settings,
  { clock, log, environment }: Base,
  { cluster, address }: { readonly cluster: Cluster | undefined; readonly address: string | undefined },
): ReplicasPort {
  const namespace = leaseNamespace({ live }, environment, cluster);
  if (cluster === undefined || namespace === undefined) return soloReplicas();
  const { leaseDuration: durationMs, retryPeriod: retryMs } = live;
  const name = leaseName(environment.POD_NAME || hostname());
  const leases = createReplicaLeases(
    { client: cluster.client, clock },
    { namespace, name, address: live.peerAddress ?? address, durationMs, timeoutMs: Math.max(1_000, durationMs / 3) },
  );
  return createReplicas({ leases, clock, log: log.child({ replica: name }), name, durationMs, retryMs });
}

/** Where the Leases of the replicas are; undefined where there are none. */
export function leaseNamespace(
  { live }: Pick<Settings, 'live'>,
  environment: Base['environment'],
  cluster: Pick<Cluster, 'namespace'> | undefined,
): string | undefined {
  if (cluster === undefined || !live.leaderElection) return undefined;
  return live.leaderElectionNamespace ?? environment.POD_NAMESPACE ?? cluster.namespace;
}

/** Two that run on one machine are two: each start has a name of its own. */
function leaseName(host: string): string {
  const plain = host.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return `argo-updater-${plain.slice(0, 40)}-${randomBytes(4).toString('hex')}`;
}
