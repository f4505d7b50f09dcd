import { describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '@towline/shared/ports';
import type { Notification } from '../../core/outcome/notification.js';
import { liveApplication } from '../../core/outcome/testdata/live-application.js';
import { besideThePass } from './events-beside-the-pass.js';
import { createNotificationQueue } from './notification-queue.js';
import type { Notifier } from './ports.js';

const application = liveApplication('cart');
const notification = (reason: string): Notification => ({
  kind: 'failed',
  stage: 'rollout',
  isTakenBack: false,
  application,
  images: [],
  commit: undefined,
  branch: undefined,
  reason,
  at: 0,
});

/** A door that work waits at. */
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};
const warnings = () => {
  const said: string[] = [];
  const log: Logger = { ...silentLogger, warn: (_fields, sentence) => said.push(sentence) };
  return { said, log };
};

describe('notifications', () => {
  it('of a channel that hangs keep no other waiting, and stay in order', async () => {
    const door = gate();
    const told: string[] = [];
    const counted: string[] = [];
    const channel = (name: string, before: Promise<void>): Notifier => ({
      channel: name,
      async notify({ reason }) {
        await before;
        told.push(`${name} ${reason}`);
      },
    });
    const notifiers = [channel('slow', door.opened), channel('fast', Promise.resolve())];
    const observer = { notified: (name: string, outcome: string) => counted.push(`${name} ${outcome}`) };
    const queue = createNotificationQueue({
      complete: async (one) => one,
      notifiers,
      observer,
      log: silentLogger,
      signal: new AbortController().signal,
    });
    for (const reason of ['1', '2']) queue.tell(notification(reason), application);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(told).toEqual(['fast 1', 'fast 2']);
    door.open();
    await queue.settled();
    expect(told.slice(2)).toEqual(['slow 1', 'slow 2']);
    expect(counted.toSorted()).toEqual(['fast sent', 'fast sent', 'slow sent', 'slow sent']);
  });

  it('that fail or are too many are told of, and the next one is sent', async () => {
    const { said, log } = warnings();
    const counts: Record<string, number> = {};
    const failing: Notifier = {
      channel: 'slack',
      notify: ({ reason }) => (reason === '0' ? Promise.reject(new Error('no')) : Promise.resolve()),
    };
    const observer = {
      notified(_channel: string, outcome: string) {
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      },
    };
    const queue = createNotificationQueue({
      complete: async (one) => one,
      notifiers: [failing],
      observer,
      log,
      signal: new AbortController().signal,
    });
    for (let index = 0; index < 201; index += 1) queue.tell(notification(String(index)), application);
    await queue.settled();
    expect([counts, said]).toEqual([
      { dropped: 1, failed: 1, sent: 199 },
      ['A notification was dropped, since too many wait', 'Nobody could be told of an outcome'],
    ]);
  });
});

describe('events beside the pass', () => {
  it('never keep it waiting, are written four at a time, and are dropped where a thousand wait', async () => {
    const door = gate();
    const { said, log } = warnings();
    let [running, most, written] = [0, 0, 0];
    const events = {
      async updated() {
        running += 1;
        most = Math.max(most, running);
        await door.opened;
        running -= 1;
        written += 1;
      },
    };
    const beside = besideThePass(events, log, new AbortController().signal);
    for (let index = 0; index < 1_005; index += 1) await beside.updated(application, [], {});
    expect([written, said]).toEqual([0, ['An event was dropped, since too many wait']]);
    door.open();
    while (written < 1_004) await Promise.resolve();
    expect(most).toBe(4);
  });
});
