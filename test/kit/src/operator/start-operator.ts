import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '@towline/shared/errors';
import type { ImagePlaces } from '@towline/shared/ports';
import type { OperatedApplication, OperatedCluster } from './cluster.js';
import { createDeployment, type Deployment } from './deployment.js';
import { startFrontDoor } from './front-door.js';
import { createManifestSource } from './manifest-source.js';
import { pullImage } from './pull-image.js';
import { type ApplicationRunner, createApplicationRunner } from './run-application.js';

/** What an operator works with. */
export interface OperatorOptions {
  readonly cluster: OperatedCluster;
  readonly registries: ImagePlaces;
  readonly namespace: string;
  /** Where images and manifests are kept. */
  readonly folder: string;
  /** The pause between two looks at everything. Default 300. */
  readonly intervalMs?: number | undefined;
  /** Where the ready processes of all Applications are reached. The kernel chooses where absent. */
  readonly port?: number | undefined;
  /** Told of what goes wrong; the operator goes on. */
  readonly onProblem: (sentence: string) => void;
}

/** An operator that runs. */
export interface RunningOperator {
  /** The front door of the processes. */
  readonly url: string;
  /** Ends all processes. */
  stop(): Promise<void>;
}

interface Operated {
  readonly runner: ApplicationRunner;
  readonly deployment: Deployment;
  /** The status that was written last, as JSON. */
  written: string;
}

/**
 * Does what Argo CD and a cluster do, in miniature: reads Applications, compares their manifests with what runs, pulls images and runs them as
 * processes of this machine, without any isolation. What it finds is written into the status of the Application.
 */
export async function startOperator(options: OperatorOptions): Promise<RunningOperator> {
  const { cluster, namespace, onProblem, intervalMs = 300 } = options;
  const operated = new Map<string, Operated>();
  const stopping = new AbortController();
  const all = () => [...operated.values()].map(({ deployment }) => deployment);
  const door = await startFrontDoor(() => all().flatMap((one) => one.readyPorts()), options.port);

  const look = async (): Promise<void> => {
    const applications = await cluster.applications(namespace);
    const names = new Set(applications.map(({ metadata }) => metadata.name));
    for (const [name, { deployment }] of operated) {
      if (names.has(name)) continue;
      operated.delete(name);
      await deployment.stop();
    }
    for (const application of applications) {
      const { name } = application.metadata;
      const one = operated.get(name) ?? begin(options, application);
      operated.set(name, one);
      await lookAt(cluster, one, application);
    }
  };
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => onProblem(errorMessage(error)));
      await sleep(intervalMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    url: door.url,
    async stop() {
      stopping.abort();
      await looking;
      await Promise.all([...all().map((deployment) => deployment.stop()), door.stop()]);
    },
  };
}

function begin({ registries, folder }: OperatorOptions, { metadata, spec }: OperatedApplication): Operated {
  const { repoURL: url, targetRevision: revision, path } = spec.source;
  const pull = (image: string, signal: AbortSignal) =>
    pullImage(image, { registries, folder: join(folder, 'images'), signal });
  const deployment = createDeployment({ pull, now: () => performance.now() });
  const id = createHash('sha256').update(`${metadata.name} ${url}`).digest('hex').slice(0, 16);
  const read = createManifestSource({ url, revision, path, folder: join(folder, `${id}.git`) });
  return { deployment, runner: createApplicationRunner(deployment, read), written: '' };
}

/** The difference is told before it is removed, so that it can be seen. */
async function lookAt(cluster: OperatedCluster, one: Operated, application: OperatedApplication): Promise<void> {
  const { status, sync } = await one.runner.round(application);
  const text = JSON.stringify(status);
  if (text !== one.written) await cluster.patch(application, { status });
  one.written = text;
  sync?.();
}
