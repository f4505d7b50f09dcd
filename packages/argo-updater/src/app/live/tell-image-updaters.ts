import { type ApplicationName, applicationKey } from '../../core/application/application.js';
import type { ImageUpdater, Transition } from '../../core/application/image-updater/image-updater.js';
import { completionConditions, type RecentUpdate, recentUpdates } from '../../core/live/image-updater-status.js';
import type { ImageChange } from '../../core/message/image-change.js';
import { answerOf } from '../pass/answer.js';
import type { ImageUpdaterTeller } from './image-updater-teller.js';
import type { LiveContext } from './live-context.js';
import type { ImageUpdaterPort } from './ports.js';

/** What makes argocd-image-updater's objects wait for it when they are deleted: it only forgets metrics then. */
export const peerFinalizer = 'resources-finalizer.argocd-image-updater.argoproj.io';

/** A status in which nothing but the time of the last check is old is written no more often. */
const checkedEveryMs = 600_000;

interface Told {
  /** As it was last written, without the time of the check; empty where it was not. */
  text: string;
  at: number;
  /** What was changed since. */
  readonly changes: ImageChange[];
  recent: readonly RecentUpdate[];
  updatedAt: string | undefined;
  /** The conditions as they were last written. */
  transitions: ReadonlyMap<string, Transition>;
}

/** Nobody but the owner of `status <name>` writes the status of an ImageUpdater. */
export function statusWork({ namespace, name }: ApplicationName): string {
  return `status ${namespace}/${name}`;
}

/** A teller that has not told anything yet. */
export function createImageUpdaterTeller(context: LiveContext, port: ImageUpdaterPort): ImageUpdaterTeller {
  const { store, owns, ports } = context;
  const known = new Map<string, Told>();
  const toldOf = (key: string): Told => {
    const found = known.get(key) ?? newTold();
    known.set(key, found);
    return found;
  };
  const tellOne = async (updater: ImageUpdater, signal: AbortSignal): Promise<void> => {
    const told = toldOf(applicationKey(updater));
    const now = ports.clock.now();
    const time = kubernetesTime(now);
    const changes = [...told.changes];
    if (changes.length > 0) {
      told.recent = recentUpdates(changes);
      told.updatedAt = time;
    }
    const status = statusOf(context, updater, { told, time, imagesUpdated: changes.length });
    const text = JSON.stringify(status);
    if (text === told.text && now - told.at < checkedEveryMs) return;
    await port.writeStatus(updater, { ...status, lastCheckedAt: time }, { signal });
    told.changes.splice(0, changes.length);
    told.transitions = new Map(
      status.conditions.map(({ type, status: is, lastTransitionTime }) => [
        type,
        { status: is, since: lastTransitionTime },
      ]),
    );
    told.text = text;
    told.at = now;
  };
  return {
    updated(application, changes) {
      const updater = store.get(application)?.imageUpdater;
      if (updater !== undefined) toldOf(applicationKey(updater)).changes.push(...changes);
    },
    async tell(signal) {
      for (const updater of store.imageUpdaters()) {
        if (!owns(statusWork(updater))) continue;
        const task = updater.isDeleted ? release(port, updater, signal) : tellOne(updater, signal);
        const answer = await answerOf(task, signal);
        if (answer.kind === 'answer') continue;
        ports.log.warn({ ...answer.failure, imageUpdater: applicationKey(updater) }, 'An ImageUpdater was not told');
      }
    },
  };
}

async function release(port: ImageUpdaterPort, updater: ImageUpdater, signal: AbortSignal): Promise<void> {
  const { finalizers = [] } = updater;
  if (!finalizers.includes(peerFinalizer)) return;
  await port.setFinalizers(
    updater,
    finalizers.filter((one) => one !== peerFinalizer),
    { signal },
  );
}

function newTold(): Told {
  return { text: '', at: 0, changes: [], recent: [], updatedAt: undefined, transitions: new Map() };
}

interface Telling {
  readonly told: Told;
  readonly time: string;
  readonly imagesUpdated: number;
}

function statusOf({ store, states }: LiveContext, updater: ImageUpdater, { told, time, imagesUpdated }: Telling) {
  const { namespace, name, generation } = updater;
  const matched = [...store.all()].filter(
    ({ imageUpdater }) => imageUpdater?.name === name && imageUpdater.namespace === namespace,
  );
  const errors = matched.filter(({ managed, key }) => managed === undefined || states.hasFailed(key)).length;
  const outcome = { applicationsMatched: matched.length, errors, imagesUpdated };
  const conditions = completionConditions(outcome).map((condition) => {
    const before = told.transitions.get(condition.type) ?? updater.transitions?.get(condition.type);
    const lastTransitionTime = before?.status === condition.status ? before.since : time;
    return { ...condition, lastTransitionTime, ...(generation !== undefined && { observedGeneration: generation }) };
  });
  return {
    observedGeneration: generation,
    applicationsMatched: matched.length,
    imagesManaged: matched.reduce((sum, { managed }) => sum + (managed?.images.length ?? 0), 0),
    conditions,
    ...(told.updatedAt && {
      lastUpdatedAt: told.updatedAt,
      recentUpdates: told.recent.map((update) => ({ ...update, updatedAt: told.updatedAt })),
    }),
  };
}

function kubernetesTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
