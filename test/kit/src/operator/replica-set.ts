import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '@towline/shared/errors';
import type { DesiredState } from './desired-state.js';
import { type Pod, startPod } from './pod.js';
import type { PulledImage } from './pull-image.js';

/** The processes of one version of a Deployment. */
export interface ReplicaSet {
  /** The same for the same version. */
  readonly key: string;
  readonly image: string;
  /** Has so many processes from now on, once the image is pulled. */
  scale(replicas: number): void;
  readyPorts(): readonly number[];
  /** Whether a process has ended so often that it will not come up by itself. */
  isCrashing(): boolean;
  /** Why it does not get on: the image, or how the last process ended; undefined where nothing is known to be wrong. */
  problem(): string | undefined;
  stop(): Promise<void>;
}

/** What a version needs. */
export interface ReplicaSetDependencies {
  readonly pull: (image: string, signal: AbortSignal) => Promise<PulledImage>;
  /** Called when a process becomes ready or ends. */
  readonly changed: () => void;
}

const pullAgainMs = 500;
const crashLoop = 3;

/** What tells versions apart: everything but the number of processes. */
export function versionKey({ image, environment, readinessPath }: DesiredState): string {
  return JSON.stringify([image, environment, readinessPath]);
}

/** Starts a version with no process. Its image is asked for until it is there. */
export function startReplicaSet(desired: DesiredState, { pull, changed }: ReplicaSetDependencies): ReplicaSet {
  const { name, image, environment, readinessPath } = desired;
  const stopping = new AbortController();
  const pods: Pod[] = [];
  const leaving = new Set<Promise<unknown>>();
  let replicas = 0;
  let pulled: PulledImage | undefined;
  let pullProblem: string | undefined;

  const leave = (pod: Pod): void => {
    const gone = pod.stop().finally(() => leaving.delete(gone));
    leaving.add(gone);
  };
  const settle = (): void => {
    if (pulled === undefined || stopping.signal.aborted) return;
    for (const pod of pods.splice(replicas)) leave(pod);
    while (pods.length < replicas) {
      pods.push(startPod(pulled, { name: `${name}-${pods.length}`, environment, readinessPath }, changed));
    }
  };
  const pulling = (async () => {
    while (pulled === undefined && !stopping.signal.aborted) {
      try {
        pulled = await pull(image, stopping.signal);
      } catch (error) {
        pullProblem = `the image cannot be pulled: ${errorMessage(error)}`;
        await sleep(pullAgainMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    settle();
  })();
  return {
    key: versionKey(desired),
    image,
    scale(wanted) {
      replicas = wanted;
      settle();
    },
    readyPorts: () => pods.flatMap((pod) => pod.readyPort() ?? []),
    isCrashing: () => pods.some((pod) => pod.crashes() >= crashLoop),
    problem() {
      if (pulled === undefined) return pullProblem;
      const ended = pods.find((pod) => pod.readyPort() === undefined && pod.lastEnd() !== undefined);
      return ended && `a process ${ended.lastEnd()} (started again ${ended.restarts()} times)`;
    },
    async stop() {
      stopping.abort();
      for (const pod of pods.splice(0)) leave(pod);
      await Promise.all([pulling, ...leaving]);
    },
  };
}
