import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@towline/shared/ports';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import type { ApplicationStatus } from '../../core/application/application.js';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { PatchOperation } from '../../core/manifest/live/argocd-patch.js';
import { memoryKey } from '../../core/outcome/delivery-memory.js';
import type { Notification } from '../../core/outcome/notification.js';
import type { LastDelivery } from '../live/ports.js';
import { createDeliveryBook, type DeliveryBook } from './delivery-book.js';
import { followDeliveries, type Outcomes } from './follow-deliveries.js';
import { createOutcomeMemory } from './outcome-memory.js';
import { application, commit, decision, image, repository, settle } from './testdata/deliveries.js';

let clock: ManualClock;
let book: DeliveryBook;
let outcomes: Outcomes;
let told: string[];
let requests: string[];
/** What the Application remembers, beyond every restart. */
let annotations: Record<string, string>;
let remembers: boolean;
/** Two who change the Application at once are told apart by it. */
let version: number;

/** A controller that begins anew, with what the Application remembers and nothing else. */
const start = () => {
  outcomes?.stop();
  book = createDeliveryBook();
  const live = {
    read: async () => ({ ...application('1.0', {}, `${version}`), annotations: { ...annotations, other: 'x' } }),
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
    log: silentLogger,
    memory: createOutcomeMemory({
      live: remembers ? live : undefined,
      log: silentLogger,
      signal: new AbortController().signal,
    }),
    queue: {
      tell: ({ kind, reason, commit: written }: Notification) =>
        told.push(`${kind} ${written?.slice(0, 3)}: ${reason}`),
    },
    metrics: { ended: () => undefined },
    limits: () => ({ timeoutMs: 600_000, settleMs: 60_000 }),
    takeBack: ({ written, reason }) => {
      for (const [label, { version, before }] of written) requests.push(`${label} ${version} to ${before}: ${reason}`);
      return true;
    },
  });
};
beforeEach(() => {
  clock = createManualClock(0);
  book = createDeliveryBook();
  told = [];
  requests = [];
  annotations = {};
  version = 1;
  remembers = false;
  start();
});
afterEach(() => outcomes.stop());

const deliver = (images: readonly DecidedImage[], delivery: LastDelivery | undefined, live = application('1.0')) => {
  const known = { ...live, annotations };
  const decided = decision(images, { delivery, live: known, at: clock.now() });
  outcomes.observer.decided(decided);
  if (delivery !== undefined) outcomes.follower.delivered({ ...decided, delivery });
};
const committed = (): LastDelivery => ({ kind: 'committed', at: clock.now(), branch: 'main', commit });

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
    const delivery = committed();
    const decided = decision([back], { delivery, live: application('1.1', failing), at: clock.now() });
    outcomes.follower.delivered({ ...decided, delivery, takesBack: true });
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

  describe('with a commit that nobody wrote down', () => {
    const lastWrite = { commit, branch: 'main', at: 0, images: [{ name: 'shop/web', from: '1.0', to: '1.1' }] };
    /** What the second of two replicas finds, and what the first does when it wakes. */
    const find = () => {
      const live = { ...degraded, annotations };
      const decided = decision([current('1.1')], { delivery: undefined, live, at: clock.now() });
      outcomes.observer.decided({ ...decided, lastWrite });
    };
    const wake = (first: Outcomes) => {
      const delivery = committed();
      const live = { ...application('1.0'), annotations: {} };
      first.follower.delivered({ ...decision([image('1.1')], { delivery, live, at: clock.now() }), delivery });
    };

    it('a failure is told of, once', async () => {
      find();
      await restart();
      find();
      await settle();
      expect([told, requests.at(-1)]).toEqual([['failed ccc: it is Degraded'], 'web 1.1 to 1.0: it is Degraded']);
    });

    it.each([
      ['before', true],
      ['after', false],
    ])('only one tells where the replica that made it wakes %s another one finds it', async (_when, isFirst) => {
      const first = outcomes;
      outcomes = { ...first, stop: () => undefined };
      start();
      if (isFirst) wake(first);
      await settle();
      annotations = isFirst ? annotations : {};
      find();
      await settle();
      if (!isFirst) wake(first);
      await settle();
      first.follower.observed(degraded);
      await settle();
      expect(told).toEqual(['failed ccc: it is Degraded']);
      for (const one of [first, outcomes]) one.follower.observed(application('1.1'));
      await settle();
      expect(told.slice(1)).toEqual(['recovered ccc: it is healthy']);
      first.stop();
    });

    it('one that was written down meanwhile is still told of', async () => {
      const first = outcomes;
      outcomes = { ...first, stop: () => undefined };
      start();
      const seen = { ...degraded, annotations: {} };
      wake(first);
      await settle();
      first.stop();
      const decided = decision([current('1.1')], { delivery: undefined, live: seen, at: clock.now() });
      outcomes.observer.decided({ ...decided, lastWrite });
      await settle();
      expect(told).toEqual(['failed ccc: it is Degraded']);
    });
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
