import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseGitSha } from '@towline/shared/image';
import { type Logger, silentLogger } from '@towline/shared/ports';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import { ownPrefix } from '../../core/application/annotations/annotation-spec.js';
import type { Application, ApplicationStatus } from '../../core/application/application.js';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { PatchOperation } from '../../core/manifest/live/argocd-patch.js';
import { memoryKey } from '../../core/outcome/delivery-memory.js';
import type { DeliveryRecord } from '../../core/outcome/delivery-record.js';
import type { Notification } from '../../core/outcome/notification.js';
import { liveApplication } from '../../core/outcome/testdata/live-application.js';
import type { Decision, LastDelivery } from '../live/ports.js';
import { createDeliveryBook, type DeliveryBook } from './delivery-book.js';
import { followDeliveries, type Outcomes } from './follow-deliveries.js';
import { createOutcomeMemory } from './outcome-memory.js';

const repository = 'registry.example.com/shop/web';
const source = 'a'.repeat(40);
const commit = parseGitSha('c'.repeat(40));
if (commit === undefined) throw new Error('no commit');

/** Of the live Application: two who change it at once are told apart by it. */
let version = 1;
const application = (
  tag: string,
  status: Partial<ApplicationStatus> = {},
  known: Readonly<Record<string, string>> = {},
): Application => ({
  ...liveApplication('web', { images: [`${repository}:${tag}`], ...status }),
  origin: { kind: 'cluster', uid: 'u', resourceVersion: `${version}` },
  annotations: known,
});
const image = (wantedTag: string, more: Partial<DecidedImage> = {}): DecidedImage => ({
  label: 'web',
  repository,
  state: 'change',
  deployed: '1.0',
  wanted: wantedTag,
  why: 'it is the highest version',
  wantedTag,
  wantedDigest: undefined,
  revision: source,
  rule: undefined,
  ...more,
});

let clock: ManualClock;
let book: DeliveryBook;
let outcomes: Outcomes;
let told: string[];
let ended: string[];
let errors: unknown[];
let requests: string[];
let log: Logger;
/** What the Application remembers, beyond every restart. */
let annotations: Record<string, string>;

/** A controller that begins anew, with what the Application remembers and nothing else. */
const start = () => {
  outcomes?.stop();
  book = createDeliveryBook();
  const live = {
    read: async () => application('1.0', {}, { ...annotations, [`${ownPrefix}/on-failure`]: 'revert' }),
    patch: async (_name: unknown, operations: readonly PatchOperation[]) => {
      if (operations[0]?.value !== `${version}`) return { kind: 'conflict' } as const;
      version += 1;
      annotations = { [memoryKey]: String(operations.at(-1)?.value) };
      return { kind: 'patched' } as const;
    },
    annotate: async () => undefined,
  };
  outcomes = followDeliveries({
    book,
    clock,
    log,
    memory: createOutcomeMemory({ live: remembers ? live : undefined, log, signal: new AbortController().signal }),
    queue: {
      tell: ({ kind, reason, commit: written }: Notification) =>
        told.push(`${kind} ${written?.slice(0, 3)}: ${reason}`),
    },
    metrics: { ended: (outcome) => ended.push(outcome) },
    limits: () => ({ timeoutMs: 600_000, settleMs: 60_000 }),
    takeBack: ({ written, reason }) => {
      for (const [label, { version, before }] of written) requests.push(`${label} ${version} to ${before}: ${reason}`);
      return true;
    },
  });
};
let remembers: boolean;
beforeEach(() => {
  clock = createManualClock(0);
  book = createDeliveryBook();
  told = [];
  ended = [];
  errors = [];
  requests = [];
  annotations = {};
  remembers = false;
  log = { ...silentLogger, error: (fields) => errors.push(fields) };
  start();
});
afterEach(() => outcomes.stop());

const deliver = (images: readonly DecidedImage[], delivery: LastDelivery | undefined, live = application('1.0')) => {
  const how = { isProposed: delivery?.kind === 'requested', takesBack: false };
  const decision: Decision = {
    application: { ...live, annotations },
    images,
    pushedAt: new Map(),
    delivery,
    ...how,
    at: clock.now(),
  };
  outcomes.observer.decided(decision);
  if (delivery !== undefined) outcomes.follower.delivered({ ...decision, delivery });
};
const committed = (): LastDelivery => ({ kind: 'committed', at: clock.now(), branch: 'main', commit });
const states = (records: readonly DeliveryRecord[]) =>
  records.map(({ tag, state, reason }) => `${tag} ${state}${reason === undefined ? '' : `: ${reason}`}`);
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('a delivery', () => {
  it('is followed from its commit until it is healthy, and nobody is told', () => {
    deliver([image('1.1')], committed());
    expect(states(book.bySha(source))).toEqual(['1.1 committed: the image is not live yet']);
    clock.advance(5_000);
    outcomes.follower.observed(application('1.1', { health: 'Progressing' }));
    expect(states(book.bySha(source.slice(0, 7)))).toEqual(['1.1 synced: it is Progressing']);
    clock.advance(5_000);
    outcomes.follower.observed(application('1.1'));
    expect(book.bySha(commit)).toEqual([
      {
        application: { namespace: 'argocd', name: 'web' },
        label: 'web',
        repository,
        tag: '1.1',
        digest: undefined,
        revision: source,
        state: 'healthy',
        reason: undefined,
        commit,
        at: 10_000,
      },
    ]);
    expect([told, ended]).toEqual([[], ['healthy']]);
  });

  it('that fails is told of once, and once when it is over', () => {
    deliver([image('1.1')], committed());
    for (const message of ['crashes', 'crashes', 'crashes still']) {
      outcomes.follower.observed(application('1.1', { health: 'Degraded', healthMessage: message }));
    }
    expect(told).toEqual(['failed ccc: it is Degraded: crashes']);
    expect(errors).toEqual([{ application: 'argocd/web', commit, images: ['1.1'], reason: 'it is Degraded: crashes' }]);
    for (let times = 0; times < 2; times += 1) outcomes.follower.observed(application('1.1'));
    expect(told.slice(1)).toEqual(['recovered ccc: it is healthy']);
    expect(ended).toEqual(['failed', 'recovered']);
  });

  it('that is overtaken by a newer one fails no more, and what mends it is told of', async () => {
    deliver([image('1.1')], committed());
    outcomes.follower.observed(application('1.1', { health: 'Degraded' }));
    deliver(
      [image('1.2', { deployed: '1.1', revision: 'b'.repeat(40) })],
      committed(),
      application('1.1', { health: 'Degraded' }),
    );
    clock.advance(600_000);
    await settle();
    expect(told).toEqual([
      'failed ccc: it is Degraded',
      'failed ccc: it is not healthy in time: the image is not live yet',
    ]);
    outcomes.follower.observed(application('1.2'));
    expect(told.slice(2)).toEqual(['recovered ccc: it is healthy']);
    expect(states(book.bySha(source))).toEqual(['1.1 healthy: superseded by 1.2']);
  });

  it('that nothing is heard of fails when its time is over', async () => {
    deliver([image('1.1')], committed());
    await clock.untilSleeping();
    clock.advance(600_000);
    await settle();
    expect(told).toEqual(['failed ccc: it is not healthy in time: the image is not live yet']);
    expect(states(book.bySha(source))).toEqual(['1.1 failed: it is not healthy in time: the image is not live yet']);
  });

  it('of an Application that is gone is forgotten', async () => {
    deliver([image('1.1')], committed());
    outcomes.follower.gone({ namespace: 'argocd', name: 'web' });
    clock.advance(600_000);
    await settle();
    expect([told, book.bySha(source), book.byApplication('web')]).toEqual([[], [], []]);
  });
});

describe('the book', () => {
  it.each<[string, Partial<DecidedImage>, LastDelivery | undefined, string]>([
    ['is held', { state: 'held', why: 'it is held until 1.2' }, undefined, '1.1 held: it is held until 1.2'],
    ['waits for platforms', { state: 'waiting', why: 'it lacks arm64' }, undefined, '1.1 published: it lacks arm64'],
    [
      'is proposed',
      {},
      { kind: 'requested', at: 0, branch: 'b', url: 'https://x/1' },
      '1.1 planned: it is proposed by https://x/1',
    ],
    ['could not be written', {}, { kind: 'failed', at: 0, failure: { code: 'x', message: 'no' } }, '1.1 failed: no'],
    ['was patched', {}, { kind: 'patched', at: 0 }, '1.1 committed: the image is not live yet'],
    ['was written before the start', { state: 'current' }, undefined, '1.1 committed: the image is not live yet'],
  ])('says that an image %s', (_what, more, delivery, expected) => {
    deliver([image('1.1', more)], delivery);
    expect(states(book.bySha(source))).toEqual([expected]);
    expect(states(book.byApplication('argocd/web'))).toEqual([expected]);
  });

  it('shows without telling anybody how what stood in Git gets on', () => {
    deliver([image('1.1', { state: 'current' })], undefined);
    outcomes.follower.observed(application('1.1', { health: 'Degraded' }));
    expect(states(book.bySha(source))).toEqual(['1.1 failed: it is Degraded']);
    expect([told, errors]).toEqual([[], []]);
  });

  it('says that an image is published, and what is wanted instead', () => {
    deliver([image('1.1')], committed());
    const news = { kind: 'image', repository: { host: 'registry.example.com', path: 'shop/web' } } as const;
    book.published({ ...news, tag: 'main-1a2b3c4' }, 0);
    book.published({ ...news, tag: '20260101' }, 0);
    expect(states(book.bySha('1a2b3c4d'))).toEqual(['main-1a2b3c4 published: the policy wants 1.1']);
    expect(book.bySha('20260101')).toEqual([]);
  });

  it('keeps what it knows where a pass can say nothing', () => {
    deliver([image('1.1')], committed());
    outcomes.follower.observed(application('1.1'));
    deliver([image('1.1', { state: 'failed', wantedTag: undefined, wanted: undefined })], undefined);
    deliver([image('1.1', { state: 'current', revision: undefined })], undefined);
    expect(states(book.bySha(source))).toEqual(['1.1 healthy']);
  });
});

describe('on failure', () => {
  const failing = { health: 'Degraded', healthMessage: 'crashes' } as const;

  it.each<[string, Partial<ApplicationStatus>, Partial<ApplicationStatus>, readonly string[]]>([
    ['a version that is Degraded is taken back', {}, failing, ['web 1.1 to 1.0: it is Degraded: crashes']],
    ['one that only progresses is not', {}, { health: 'Progressing' }, []],
    ['one after a version that was Degraded as well is not', failing, { health: 'Degraded' }, []],
    [
      'one whose sync fails is',
      {},
      {
        sync: 'OutOfSync',
        images: [`${repository}:1.0`],
        operation: { phase: 'Failed', message: 'no quota', startedAt: 'now' },
      },
      ['web 1.1 to 1.0: the sync failed: no quota'],
    ],
  ])('%s', async (_what, before, after, expected) => {
    deliver([image('1.1')], committed(), application('1.0', before));
    clock.advance(60_000);
    await settle();
    for (let times = 0; times < 2; times += 1) outcomes.follower.observed(application('1.1', after));
    expect(requests).toEqual(expected);
  });

  it('what is not healthy in time is taken back only where it is live', async () => {
    deliver([image('1.1')], committed());
    await clock.untilSleeping();
    clock.advance(600_000);
    await settle();
    expect([told.length, requests]).toEqual([1, []]);
    outcomes.follower.observed(application('1.1', { health: 'Progressing' }));
    expect([told.length, requests]).toEqual([1, ['web 1.1 to 1.0: it is not healthy in time: it is Progressing']]);
  });

  it('what was put back is healthy again, and is not taken back itself', async () => {
    deliver([image('1.1')], committed());
    outcomes.follower.observed(application('1.1', failing));
    const back = image('1.0', { deployed: '1.1' });
    const decision = { application: application('1.1', failing), images: [back], pushedAt: new Map(), at: clock.now() };
    outcomes.follower.delivered({ ...decision, delivery: committed(), isProposed: false, takesBack: true });
    clock.advance(1_000);
    outcomes.follower.observed(application('1.0'));
    expect(told).toEqual(['failed ccc: it is Degraded: crashes', 'recovered ccc: it is healthy']);
    expect(requests).toHaveLength(1);
  });
});

describe('after a restart', () => {
  const degraded = application('1.1', { health: 'Degraded' });
  const restart = async () => {
    await settle();
    start();
  };
  const current = (tag: string) => image(tag, { state: 'current', deployed: tag });
  beforeEach(() => {
    remembers = true;
    start();
  });

  it('a failure is told of that was not told before, and no other one', async () => {
    deliver([image('1.1')], committed());
    await restart();
    deliver([current('1.1')], undefined, degraded);
    await settle();
    expect(told).toEqual(['failed ccc: it is Degraded']);
    await restart();
    deliver([current('1.1')], undefined, degraded);
    await settle();
    expect(told).toHaveLength(1);
    await restart();
    deliver([current('1.1')], undefined, application('1.1'));
    await settle();
    expect(told.slice(1)).toEqual(['recovered ccc: it is healthy']);
    await restart();
    deliver([current('1.1')], undefined, application('1.1'));
    await settle();
    expect(told).toHaveLength(2);
  });

  it('what failed is taken back, although people were told before', async () => {
    deliver([image('1.1')], committed());
    outcomes.follower.observed(degraded);
    await settle();
    requests = [];
    await restart();
    deliver([current('1.1')], undefined, degraded);
    expect(requests).toEqual(['web 1.1 to 1.0: it is Degraded']);
  });

  it('people hear that a failure is over which somebody has reverted', async () => {
    deliver([image('1.1')], committed());
    outcomes.follower.observed(degraded);
    await restart();
    deliver([image('1.1', { state: 'held', deployed: '1.0' })], undefined, degraded);
    await settle();
    expect(told).toEqual(['failed ccc: it is Degraded']);
    outcomes.follower.observed(application('1.0'));
    await settle();
    expect(told.slice(1)).toEqual(['recovered undefined: it is healthy']);
  });

  it('nobody hears of an Application that nothing was written for', async () => {
    deliver([current('1.1')], undefined, degraded);
    await settle();
    expect(told).toEqual([]);
  });

  it('what was proposed is followed once it is merged', async () => {
    deliver([image('1.1')], { kind: 'requested', at: 0, branch: 'b', url: 'https://x/1' });
    await restart();
    deliver([current('1.1')], undefined, degraded);
    clock.advance(60_000);
    await settle();
    expect(told).toEqual(['failed undefined: it is Degraded']);
  });

  it('only one of two replicas tells', async () => {
    deliver([image('1.1')], committed());
    await settle();
    const first = outcomes;
    const stopped = { ...first, stop: () => undefined };
    outcomes = stopped;
    start();
    deliver([current('1.1')], undefined, application('1.1', { health: 'Progressing' }));
    first.follower.observed(degraded);
    outcomes.follower.observed(degraded);
    await settle();
    expect(told).toEqual(['failed ccc: it is Degraded']);
    first.stop();
  });
});

describe('what cannot be written', () => {
  const failed = (code: string): LastDelivery => ({ kind: 'failed', at: 0, failure: { code, message: 'no' } });

  it.each([
    ['push-refused', 1],
    ['git-unreachable', 3],
  ])('%s is told of once, after %i passes', (code, passes) => {
    for (let pass = 1; pass < passes; pass += 1) deliver([image('1.1')], failed(code));
    expect(told).toEqual([]);
    for (let pass = 1; pass < 3; pass += 1) deliver([image('1.1')], failed(code));
    expect(told).toEqual(['failed undefined: no']);
    deliver([image('1.1')], committed());
    outcomes.follower.observed(application('1.1'));
    expect(told.slice(1)).toEqual(['recovered ccc: it is healthy']);
  });
});
