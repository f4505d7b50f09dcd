import type { DesiredState } from './desired-state.js';
import { type ReplicaSet, type ReplicaSetDependencies, startReplicaSet, versionKey } from './replica-set.js';

/** How a Deployment is doing, in the words of Argo CD. */
export interface DeploymentStatus {
  readonly health: 'Healthy' | 'Progressing' | 'Degraded';
  readonly message: string | undefined;
  /** The images of all processes, also of those that are on their way out. */
  readonly images: readonly string[];
}

/** Runs what a Deployment wants, and goes from one version to the next as Kubernetes does. */
export interface Deployment {
  /** Wants this from now on. */
  apply(desired: DesiredState): void;
  status(): DeploymentStatus;
  /** The ports of all processes that are ready. */
  readyPorts(): readonly number[];
  stop(): Promise<void>;
}

/** What a Deployment needs. */
export interface DeploymentDependencies {
  readonly pull: ReplicaSetDependencies['pull'];
  /** In milliseconds. */
  readonly now: () => number;
}

/**
 * Starts a Deployment that wants nothing yet. New processes come first; the old ones go when as many new ones are ready. A version that is in a
 * crash loop, or makes no progress for the time that is given, is Degraded, and the old one serves on. Kubernetes tells of a crash loop only when
 * that time is over.
 */
export function createDeployment({ pull, now }: DeploymentDependencies): Deployment {
  let desired: DesiredState | undefined;
  /** The last is the one that is wanted; those before it serve until it does. */
  let versions: readonly ReplicaSet[] = [];
  let progressAt = now();
  const leaving = new Set<Promise<unknown>>();

  const retire = (version: ReplicaSet): void => {
    const gone = version.stop().finally(() => leaving.delete(gone));
    leaving.add(gone);
  };
  const isComplete = (): boolean => (versions.at(-1)?.readyPorts().length ?? 0) >= (desired?.replicas ?? 0);
  const changed = (): void => {
    if (!isComplete()) return;
    progressAt = now();
    for (const old of versions.slice(0, -1)) retire(old);
    versions = versions.slice(-1);
  };
  const choose = (next: DesiredState): ReplicaSet => {
    const chosen = versions.find(({ key }) => key === versionKey(next)) ?? startReplicaSet(next, { pull, changed });
    const others = versions.filter((version) => version !== chosen);
    // What never came up is of no use to anybody.
    for (const useless of others.filter((version) => version.readyPorts().length === 0)) retire(useless);
    versions = [...others.filter((version) => version.readyPorts().length > 0), chosen];
    return chosen;
  };
  return {
    apply(next) {
      desired = next;
      progressAt = now();
      choose(next).scale(next.replicas);
      changed();
    },
    status() {
      const images = [...new Set(versions.map(({ image }) => image))].sort();
      const current = versions.at(-1);
      if (desired === undefined || current === undefined) return { health: 'Progressing', message: undefined, images };
      if (isComplete()) {
        progressAt = now();
        return { health: 'Healthy', message: undefined, images };
      }
      const { name, replicas, progressDeadlineMs } = desired;
      const problem = current.problem();
      const said = `Deployment ${JSON.stringify(name)}`;
      if (current.isCrashing())
        return { health: 'Degraded', message: `${said} is in a crash loop: ${problem}`, images };
      if (now() - progressAt < progressDeadlineMs) {
        const waiting = `${current.readyPorts().length} of ${replicas} new processes are ready`;
        return { health: 'Progressing', message: problem ?? waiting, images };
      }
      const late = `${said} exceeded its progress deadline`;
      return { health: 'Degraded', message: problem === undefined ? late : `${late}: ${problem}`, images };
    },
    readyPorts: () => versions.flatMap((version) => version.readyPorts()),
    async stop() {
      for (const version of versions) retire(version);
      versions = [];
      await Promise.all(leaving);
    },
  };
}
