import { createHash, randomBytes } from 'node:crypto';
import { createReplicaLeases } from '../../adapters/kubernetes/replica-leases.js';
import type { ReplicasPort } from '../../app/live/ports.js';
import { createReplicas } from '../../app/live/replicas.js';
import { soloReplicas } from '../../app/live/solo-replicas.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';
import { replicaName } from './replica-name.js';

/** Replicas that share the work by Leases of the cluster; one that has everything, where there is no cluster or the settings say so. */
export async function composeReplicas(
  { live, cache }: Settings,
  { clock, log, environment }: Base,
  { cluster, address }: { readonly cluster: Cluster | undefined; readonly address: string | undefined },
): Promise<ReplicasPort> {
  const namespace = leaseNamespace({ live }, environment, cluster);
  if (cluster === undefined || namespace === undefined) return soloReplicas();
  const { leaseDuration: durationMs, retryPeriod: retryMs } = live;
  const name = leaseName(await replicaName(environment, cache.directory));
  const holder = `${name}_${randomBytes(4).toString('hex')}`;
  const leases = createReplicaLeases(
    { client: cluster.client, clock, log, random: Math.random },
    {
      ...{ namespace, name, holder, durationMs },
      address: live.peerAddress ?? address,
      timeoutMs: Math.max(1_000, durationMs / 3),
    },
  );
  return createReplicas({ leases, clock, log: log.child({ replica: name }), name, holder, durationMs, retryMs });
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

/** As Kubernetes takes it. Names that only differ in what it does not take are told apart by what they are called besides. */
function leaseName(replica: string): string {
  const plain = replica.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  const isWhole = plain === replica && plain.length <= mostCharacters;
  return `argo-updater-${isWhole ? plain : `${plain.slice(0, mostCharacters)}-${shortHash(replica)}`}`;
}

const mostCharacters = 200;

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
