import { normalizeGitUrl } from '@towline/shared/git';
import { readImageReference } from '@towline/shared/image';
import { silentLogger } from '@towline/shared/ports';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import { createImageUpdaters } from '../../../packages/argo-updater/src/adapters/kubernetes/image-updaters.js';
import { createClusterWatch } from '../../../packages/argo-updater/src/adapters/kubernetes/watch/watch-cluster.js';
import { type Controller, createController } from '../../../packages/argo-updater/src/app/live/controller.js';
import type { LiveOptions } from '../../../packages/argo-updater/src/app/live/live-options.js';
import type { PassObserver, ReplicasPort } from '../../../packages/argo-updater/src/app/live/ports.js';
import { soloReplicas } from '../../../packages/argo-updater/src/app/live/solo-replicas.js';
import type { ImageEvent } from '../../../packages/argo-updater/src/core/live/live-event.js';
import { compileMessageTemplate } from '../../../packages/argo-updater/src/core/message/commit-message.js';
import type { PassWorld, WorldApplication } from '../run-once/pass-world.js';

/** How often a controller under test polls. */
export const intervalMs = 120_000;

/** A kustomization with one image. */
export function kustomization(tag: string, name = 'web'): string {
  return `images:\n  - name: REGISTRY/${name}\n    newTag: ${tag}\n`;
}

/** An Application whose image is written into its kustomization. */
export const web: WorldApplication = {
  name: 'web',
  images: 'web=web:1.x',
  annotations: { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' },
  live: ['web:1.0.0'],
};

/** Another one, of the same repository. */
export const api: WorldApplication = { ...web, name: 'api', images: 'api=api:1.x', live: ['api:1.0.0'] };

/** A controller that runs in this process, by a clock that tests move. */
export interface RunningController {
  readonly controller: Controller;
  readonly clock: ManualClock;
  /** What observers were told since the last {@link next}. */
  readonly told: readonly string[];
  /** Waits until observers were told this: the cause of a pass, or `polled <repositories>+<branches>`. */
  next(text: string): Promise<void>;
  stop(): Promise<void>;
}

/** Hears what an observer is told, and waits for it. */
function createObserver() {
  const told: string[] = [];
  let wake: () => void = () => undefined;
  const tell = (text: string): void => {
    told.push(text);
    wake();
  };
  const observer: PassObserver = {
    passed: ({ cause, failed }) => tell(failed > 0 ? `${cause} failed` : cause),
    polled: ({ repositories, branches }) => tell(`polled ${repositories}+${branches}`),
    decided: () => undefined,
    counted: () => undefined,
  };
  return {
    observer,
    told,
    async next(text: string): Promise<void> {
      while (!told.includes(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      told.length = 0;
    },
  };
}

/** Starts a controller in a world. */
export function startController(
  world: PassWorld,
  options: Partial<LiveOptions> = {},
  replicas: ReplicasPort = soloReplicas(),
): RunningController {
  const clock = createManualClock();
  const { observer, next, told } = createObserver();
  const stop = new AbortController();
  const { applications: _, ...work } = world.ports;
  const watch = { client: world.client, clock, log: silentLogger, random: () => 0 };
  const controller = createController(
    {
      work: { ...work, clock, random: () => 0 },
      watch: createClusterWatch(watch, { namespaces: ['argocd'] }),
      replicas,
      imageUpdaters: createImageUpdaters(world.client),
      addressKey: normalizeGitUrl,
      observers: [observer],
    },
    () => ({
      controllerNamespace: 'argocd',
      emails: ['updater@example.com'],
      concurrency: { lookups: 20, writes: 4 },
      style: {
        template: compileMessageTemplate(''),
        author: { name: 'argo-updater', email: 'updater@example.com' },
        signOff: false,
        batch: false,
      },
      intervalMs,
      passes: 4,
      ...options,
    }),
  );
  const ended = controller.run(stop.signal);
  return {
    controller,
    clock,
    told,
    next,
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

/** News of a tag in a world. */
export function newsOf(world: PassWorld, name: string, tag: string): ImageEvent {
  const reading = readImageReference(world.image(name));
  if (reading.kind !== 'reference') throw new TypeError(name);
  return { kind: 'image', repository: reading.reference, tag };
}
