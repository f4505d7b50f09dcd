import { type ApplicationName, applicationKey } from '../../core/application/application.js';
import type { ImageUpdater, Transition } from '../../core/application/image-updater/image-updater.js';
import { completionConditions, recentUpdates } from '../../core/live/image-updater-status.js';
import {
  type DatedUpdate,
  joinNotes,
  readNotes,
  type UpdaterNote,
  writeNotes,
} from '../../core/live/notes/updater-notes.js';
import type { ImageChange } from '../../core/message/image-change.js';
import { answerOf } from '../pass/answer.js';
import type { StoredApplication } from './application-store.js';
import type { ImageUpdaterTeller } from './image-updater-teller.js';
import type { LiveContext } from './live-context.js';
import type { ImageUpdaterPort, ReplicasPort } from './ports.js';

/** What makes argocd-image-updater's objects wait for it when they are deleted: it only forgets metrics then. */
export const peerFinalizer = 'resources-finalizer.argocd-image-updater.argoproj.io';

/** A status in which nothing but the time of the last check is old is written no more often. */
const checkedEveryMs = 600_000;

interface Told {
  /** As it was last written, without the time of the check; empty where it was not. */
  text: string;
  at: number;
  /** What was changed here since the last check. */
  readonly changes: ImageChange[];
  /** The updates of the last check here that had any. */
  recent: readonly DatedUpdate[];
  /** The updates that stood in the status, each as a text. */
  shown: ReadonlySet<string>;
  /** The conditions as they were last written. */
  transitions: ReadonlyMap<string, Transition>;
}

/** Nobody but the owner of `status <name>` writes the status of an ImageUpdater. */
export function statusWork({ namespace, name }: ApplicationName): string {
  return `status ${namespace}/${name}`;
}

/** What a teller works with besides. */
export interface TellerPorts {
  readonly port: ImageUpdaterPort;
  readonly replicas: Pick<ReplicasPort, 'say' | 'heard'>;
}

/** A teller that has not told anything yet. What is done here for an ImageUpdater whose status another replica writes, that one is told. */
export function createImageUpdaterTeller(context: LiveContext, { port, replicas }: TellerPorts): ImageUpdaterTeller {
  const { store, owns, ports } = context;
  const known = new Map<string, Told>();
  const toldOf = (key: string): Told => {
    const found = known.get(key) ?? newTold();
    known.set(key, found);
    return found;
  };
  const note = (updater: ImageUpdater): UpdaterNote => {
    const told = toldOf(applicationKey(updater));
    const changes = told.changes.splice(0);
    const updatedAt = kubernetesTime(ports.clock.now());
    if (changes.length > 0) told.recent = recentUpdates(changes).map((update) => ({ ...update, updatedAt }));
    return { errors: failuresHere(context, updater), recent: told.recent };
  };
  const tellOne = async (updater: ImageUpdater, joined: UpdaterNote, signal: AbortSignal): Promise<void> => {
    const told = toldOf(applicationKey(updater));
    const now = ports.clock.now();
    const time = kubernetesTime(now);
    const status = statusOf(context, updater, { told, time, joined });
    const text = JSON.stringify(status);
    if (text === told.text && now - told.at < checkedEveryMs) return;
    await port.writeStatus(updater, { ...status, lastCheckedAt: time }, { signal });
    told.shown = new Set(joined.recent.map((update) => JSON.stringify(update)));
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
      const own = new Map([...store.imageUpdaters()].map((one) => [applicationKey(one), note(one)]));
      replicas.say(writeNotes(own));
      const all = [own, ...replicas.heard().map(readNotes)];
      for (const updater of store.imageUpdaters()) {
        if (!owns(statusWork(updater))) continue;
        const key = applicationKey(updater);
        const joined = joinNotes(all.flatMap((notes) => notes.get(key) ?? []));
        const task = updater.isDeleted ? release(port, updater, signal) : tellOne(updater, joined, signal);
        const answer = await answerOf(task, signal);
        if (answer.kind === 'answer') continue;
        ports.log.warn({ ...answer.failure, imageUpdater: key }, 'An ImageUpdater was not told');
      }
    },
  };
}

/** How many of its Applications failed here. Those that another replica has, that one counts. */
function failuresHere({ store, states, owns }: LiveContext, updater: ImageUpdater): number {
  return [...store.all()].filter(
    (one) => isOf(one, updater) && one.work !== undefined && owns(one.work) && states.hasFailed(one.key),
  ).length;
}

function isOf({ imageUpdater }: StoredApplication, { namespace, name }: ImageUpdater): boolean {
  return imageUpdater?.name === name && imageUpdater.namespace === namespace;
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
  return { text: '', at: 0, changes: [], recent: [], shown: new Set(), transitions: new Map() };
}

interface Telling {
  readonly told: Told;
  readonly time: string;
  /** What all replicas did. */
  readonly joined: UpdaterNote;
}

function statusOf({ store }: LiveContext, updater: ImageUpdater, { told, time, joined }: Telling) {
  const { generation } = updater;
  const matched = [...store.all()].filter((one) => isOf(one, updater));
  const errors = joined.errors + matched.filter(({ managed }) => managed === undefined).length;
  const fresh = joined.recent.filter((update) => !told.shown.has(JSON.stringify(update)));
  const imagesUpdated = fresh.reduce((sum, { applicationsUpdated }) => sum + applicationsUpdated, 0);
  const conditions = completionConditions({ applicationsMatched: matched.length, errors, imagesUpdated }).map(
    (condition) => {
      const before = told.transitions.get(condition.type) ?? updater.transitions?.get(condition.type);
      const lastTransitionTime = before?.status === condition.status ? before.since : time;
      return { ...condition, lastTransitionTime, ...(generation !== undefined && { observedGeneration: generation }) };
    },
  );
  const [latest] = joined.recent;
  return {
    observedGeneration: generation,
    applicationsMatched: matched.length,
    imagesManaged: matched.reduce((sum, { managed }) => sum + (managed?.images.length ?? 0), 0),
    conditions,
    ...(latest && { lastUpdatedAt: latest.updatedAt, recentUpdates: joined.recent }),
  };
}

function kubernetesTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
