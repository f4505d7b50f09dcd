import { formatRepository } from '@towline/shared/image';
import { type ApplicationName, applicationKey } from '../../core/application/application.js';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { ImageEvent } from '../../core/live/live-event.js';
import type { DeliveryRecord, DeliveryState, DeliveryTrace } from '../../core/outcome/delivery-record.js';
import { matchesSha } from '../../core/outcome/matches-sha.js';
import type { Decision } from '../live/ports.js';

/** What is known of images on their way, in bounded memory. */
export interface DeliveryBook extends DeliveryTrace {
  decided(decision: Decision): void;
  /** News that an image is in its registry. */
  published(event: ImageEvent, at: number): void;
  /** What Argo CD made of the images of these names. */
  advance(application: ApplicationName, labels: ReadonlySet<string>, to: Progress): void;
  forget(application: ApplicationName): void;
}

/** A state with its reason, since a time. */
export type Progress = Pick<DeliveryRecord, 'state' | 'reason' | 'at'>;

type Publication = Pick<DeliveryRecord, 'repository' | 'tag' | 'digest' | 'at'>;

/** Images that others followed, and images that nothing was decided about. */
const capacity = 5_000;

/** An empty book. */
export function createDeliveryBook(): DeliveryBook {
  const current = new Map<string, Map<string, DeliveryRecord>>();
  const past: DeliveryRecord[] = [];
  const publications: Publication[] = [];
  const all = (): readonly DeliveryRecord[] => [...current.values()].flatMap((records) => [...records.values()]);
  const now = (record: DeliveryRecord) => current.get(applicationKey(record.application))?.get(record.label);
  return {
    decided(decision) {
      const key = applicationKey(decision.application);
      const records = current.get(key) ?? new Map<string, DeliveryRecord>();
      current.set(key, records);
      for (const image of decision.images) {
        const before = records.get(image.label);
        const after = recordOf(image, decision, before);
        if (after === undefined) continue;
        if (before !== undefined && !isSameVersion(before, after)) keep(past, before);
        records.set(image.label, after);
      }
    },
    published({ repository, tag, digest }, at) {
      keep(publications, { repository: formatRepository(repository), tag, digest, at });
    },
    advance(application, labels, to) {
      const records = current.get(applicationKey(application));
      for (const label of labels) {
        const record = records?.get(label);
        if (record === undefined) continue;
        records?.set(label, { ...record, ...to, at: record.state === to.state ? record.at : to.at });
      }
    },
    forget: (application) => void current.delete(applicationKey(application)),
    bySha(sha) {
      const known = all();
      const found = known.filter((record) => matchesSha(record, sha));
      const followed = past
        .filter((record) => matchesSha(record, sha))
        .map((record) => supersededBy(record, now(record)));
      const published = publications.flatMap((publication) => undecided(publication, sha, known));
      return newest([...published, ...followed, ...found]);
    },
    byApplication: (name) =>
      all().filter(({ application }) => name === application.name || name === applicationKey(application)),
  };
}

function keep<Item>(list: Item[], item: Item): void {
  list.push(item);
  if (list.length > capacity) list.shift();
}

/** Of several records of one image of an Application the last: what is known now. */
function newest(records: readonly DeliveryRecord[]): readonly DeliveryRecord[] {
  const byImage = new Map(
    records.map((record) => [`${applicationKey(record.application)} ${record.label} ${record.tag}`, record]),
  );
  return [...byImage.values()];
}

/** Undefined where nothing is wanted: then what was there before stands. */
function recordOf(
  image: DecidedImage,
  decision: Decision,
  before: DeliveryRecord | undefined,
): DeliveryRecord | undefined {
  const { label, repository, wantedTag: tag, wantedDigest: digest } = image;
  if (tag === undefined && digest === undefined) return undefined;
  const { namespace, name } = decision.application;
  const version = { application: { namespace, name }, label, repository, tag, digest };
  const known = before !== undefined && isSameVersion(before, version) ? before : undefined;
  const revision = image.revision ?? known?.revision;
  if (known !== undefined && image.state === 'current' && isWritten(known.state)) return { ...known, revision };
  return { ...version, revision, at: decision.at, ...stateOf(image, decision) };
}

function isSameVersion(a: Pick<DeliveryRecord, 'tag' | 'digest'>, b: Pick<DeliveryRecord, 'tag' | 'digest'>): boolean {
  return a.tag === b.tag && a.digest === b.digest;
}

function isWritten(state: DeliveryState): boolean {
  return ['committed', 'synced', 'healthy', 'failed'].includes(state);
}

function stateOf(
  { state, why }: DecidedImage,
  { delivery }: Decision,
): Pick<DeliveryRecord, 'state' | 'reason' | 'commit'> {
  if (state === 'held') return { state, reason: why, commit: undefined };
  if (state === 'waiting') return { state: 'published', reason: why, commit: undefined };
  if (state === 'current') return { state: 'committed', reason: undefined, commit: undefined };
  switch (delivery?.kind) {
    case 'committed':
      return { state: 'committed', reason: undefined, commit: delivery.commit };
    case 'patched':
      return { state: 'committed', reason: undefined, commit: undefined };
    case 'requested':
      return { state: 'planned', reason: `it is proposed by ${delivery.url}`, commit: undefined };
    case 'failed':
      return { state: 'failed', reason: delivery.failure.message, commit: undefined };
    case undefined:
      return { state: 'planned', reason: why, commit: undefined };
  }
}

/** What was superseded gets as far as what superseded it, which holds it too. */
function supersededBy(record: DeliveryRecord, now: DeliveryRecord | undefined): DeliveryRecord {
  if (now === undefined || record.state === 'healthy') return record;
  const reason = `superseded by ${now.tag ?? now.digest}${now.reason === undefined ? '' : `: ${now.reason}`}`;
  return { ...record, state: now.state, commit: now.commit, at: now.at, reason };
}

function undecided(publication: Publication, sha: string, known: readonly DeliveryRecord[]): readonly DeliveryRecord[] {
  if (!matchesSha({ revision: undefined, commit: undefined, tag: publication.tag }, sha)) return [];
  return known
    .filter(({ repository, tag }) => repository === publication.repository && tag !== publication.tag)
    .map(({ application, label, tag }) => {
      const reason = `the policy wants ${tag ?? 'another image'}`;
      return { ...publication, application, label, revision: undefined, commit: undefined, state: 'published', reason };
    });
}
