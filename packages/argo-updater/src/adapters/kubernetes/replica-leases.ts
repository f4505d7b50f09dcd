import { errorCode } from '@towline/shared/errors';
import type { z } from 'zod';
import { KubernetesError } from './kubernetes-error.js';
import { objectPath, resourcePath } from './resource-path.js';
import { leaseListSchema, leaseSchema, versionedSchema } from './schema.js';
import { type ResourceSink, type WatchDependencies, watchResource } from './watch/watch-resource.js';

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** The Lease of a replica, as it was read. */
export interface ReadReplicaLease {
  readonly name: string;
  /** Changes with every renewal. */
  readonly version: string;
  /** The process that renewed it last. */
  readonly holder: string;
  readonly address: string | undefined;
  /** What the replica tells the others; empty where it tells nothing. */
  readonly notes: string;
}

/** The Leases of the replicas of one installation. */
export interface ReplicaLeases {
  list(waiting: Waiting): Promise<readonly ReadReplicaLease[]>;
  /** Tells of them as they change, until it is aborted. */
  watch(sink: ResourceSink<ReadReplicaLease>, signal: AbortSignal): Promise<void>;
  /** Makes or renews the Lease of this replica, whoever had it before, with these notes in it. */
  renew(notes: string, waiting: Waiting): Promise<{ readonly version: string }>;
  release(waiting: Waiting): Promise<void>;
  remove(lease: ReadReplicaLease, waiting: Waiting): Promise<void>;
}

/** Which replica this is, and where its Lease is. */
export interface ReplicaLeasesOptions {
  readonly namespace: string;
  /** The name of its Lease. */
  readonly name: string;
  /** This process. */
  readonly holder: string;
  readonly address: string | undefined;
  readonly durationMs: number;
  /** How long a request may take: shorter than what it is for. */
  readonly timeoutMs: number;
}

const leaseApi = 'coordination.k8s.io/v1';
const addressAnnotation = 'towline.dev/address';
const notesAnnotation = 'towline.dev/notes';
const labels = { 'app.kubernetes.io/part-of': 'towline', 'towline.dev/lease': 'argo-updater-replica' };
const labelSelector = Object.entries(labels)
  .map(([key, value]) => `${key}=${value}`)
  .join(',');

/** {@link ReplicaLeases} of a cluster: one Lease for each replica, with its address in an annotation. */
export function createReplicaLeases(
  dependencies: WatchDependencies,
  { namespace, name, holder, address, durationMs, timeoutMs }: ReplicaLeasesOptions,
): ReplicaLeases {
  const { client, clock } = dependencies;
  const collection = resourcePath(leaseApi, 'leases', namespace);
  const own = objectPath(leaseApi, 'leases', { namespace, name });
  const acquired = microTime(clock.now());
  const spec = () => ({
    holderIdentity: holder,
    leaseDurationSeconds: Math.max(1, Math.round(durationMs / 1_000)),
    acquireTime: acquired,
    renewTime: microTime(clock.now()),
  });
  return {
    list: ({ signal }) => client.list({ path: collection, labelSelector, timeoutMs, signal }, readLeases),
    watch: (sink, signal) =>
      watchResource(dependencies, { target: { path: collection, labelSelector, read: readWatched }, sink }, signal),
    async renew(notes, { signal }) {
      const annotations = { ...(address && { [addressAnnotation]: address }), [notesAnnotation]: notes };
      try {
        const body = { metadata: { labels, annotations }, spec: spec() };
        return versionOf(await client.mergePatch({ path: own, body, timeoutMs, signal }));
      } catch (error) {
        // The first time; and after a pause so long that others have tidied up.
        if (errorCode(error) !== 'kubernetes-not-found') throw error;
        const metadata = { name, namespace, labels, annotations };
        const body = { apiVersion: leaseApi, kind: 'Lease', metadata, spec: spec() };
        return versionOf(await client.create({ path: collection, body, timeoutMs, signal }));
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

type Lease = z.output<typeof leaseSchema>;

function readLeases(page: unknown): readonly ReadReplicaLease[] {
  const parsed = leaseListSchema.safeParse(page);
  if (!parsed.success) throw new KubernetesError('kubernetes-answer', 'A list of Leases has none in it');
  return parsed.data.items.map(leaseOf);
}

/** A page of a list, or one object; what is no Lease is none. */
function readWatched(document: unknown): readonly ReadReplicaLease[] {
  const one = leaseSchema.safeParse(document);
  return one.success ? [leaseOf(one.data)] : readLeases(document);
}

function leaseOf({ metadata: { name, resourceVersion: version, annotations }, spec }: Lease): ReadReplicaLease {
  return {
    name,
    version,
    holder: spec?.holderIdentity ?? '',
    address: annotations?.[addressAnnotation],
    notes: annotations?.[notesAnnotation] ?? '',
  };
}

function versionOf(lease: unknown): { readonly version: string } {
  const parsed = versionedSchema.safeParse(lease);
  if (parsed.success) return { version: parsed.data.metadata.resourceVersion };
  throw new KubernetesError('kubernetes-answer', 'A Lease that was written came back without its version');
}

/** The form of Kubernetes' MicroTime. */
function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/Z$/, '000Z');
}
