import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '@towline/shared/ports';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { DeliveryRecord } from '../../core/outcome/delivery-record.js';
import type { Notification } from '../../core/outcome/notification.js';
import type { LastDelivery } from '../live/ports.js';
import { createDeliveryBook, type DeliveryBook } from './delivery-book.js';
import { followDeliveries, type Outcomes } from './follow-deliveries.js';
import { createOutcomeMemory } from './outcome-memory.js';
import { application, commit, decision, image, repository, settle, source } from './testdata/deliveries.js';

let clock: ManualClock;
let book: DeliveryBook;
let outcomes: Outcomes;
let told: string[];
let ended: string[];
let errors: unknown[];
beforeEach(() => {
  clock = createManualClock(0);
  book = createDeliveryBook();
  told = [];
  ended = [];
  errors = [];
  const log: Logger = { ...silentLogger, error: (fields) => errors.push(fields) };
  outcomes = followDeliveries({
    book,
    clock,
    log,
    queue: {
      tell: ({ kind, reason, commit: written }: Notification) =>
        told.push(`${kind} ${written?.slice(0, 3)}: ${reason}`),
    },
    metrics: { ended: (outcome) => ended.push(outcome) },
    limits: () => ({ timeoutMs: 600_000, settleMs: 60_000 }),
    memory: createOutcomeMemory({ live: undefined, log, signal: new AbortController().signal }),
    takeBack: () => false,
  });
});
afterEach(() => outcomes.stop());

const deliver = (images: readonly DecidedImage[], delivery: LastDelivery | undefined, live = application('1.0')) => {
  const decided = decision(images, { delivery, live, at: clock.now() });
  outcomes.observer.decided(decided);
  if (delivery !== undefined) outcomes.follower.delivered({ ...decided, delivery });
};
const committed = (): LastDelivery => ({ kind: 'committed', at: clock.now(), branch: 'main', commit });
const states = (records: readonly DeliveryRecord[]) =>
  records.map(({ tag, state, reason }) => `${tag} ${state}${reason === undefined ? '' : `: ${reason}`}`);

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
