import type { Clock } from '@towline/shared/ports';
import type { Application } from '../../core/application/application.js';
import { judgeRollout, type Rollout, type RolloutLimits, type RolloutVerdict } from '../../core/outcome/rollout.js';

/** An Application that something was written for, and that is not healthy yet. */
export interface Watched {
  rollout: Rollout;
  /** As it was last seen. */
  application: Application;
}

/** Judges rollouts, by a key each: whenever their Application changes, and when their time is over. */
export interface RolloutWatch<Item extends Watched> {
  get(key: string): Item | undefined;
  /** Follows this one from now on, instead of whatever was followed under the key. */
  follow(key: string, item: Item): void;
  observe(key: string, application: Application): void;
  forget(key: string): void;
  stop(): void;
}

/** How rollouts are judged, and who hears of it. */
export interface RolloutWatchOptions<Item extends Watched> {
  readonly clock: Clock;
  readonly limits: () => RolloutLimits;
  readonly judged: (item: Item, verdict: RolloutVerdict) => void;
}

/** A {@link RolloutWatch} that follows nothing yet. What is healthy is followed no more. */
export function createRolloutWatch<Item extends Watched>(options: RolloutWatchOptions<Item>): RolloutWatch<Item> {
  const { clock, limits, judged } = options;
  const followed = new Map<string, { readonly item: Item; timer: AbortController | undefined }>();

  const judge = (key: string): void => {
    const one = followed.get(key);
    if (one === undefined) return;
    one.timer?.abort();
    const { item } = one;
    const { rollout, verdict, judgeAgainAt } = judgeRollout(item.rollout, item.application, {
      now: clock.now(),
      limits: limits(),
    });
    item.rollout = rollout;
    judged(item, verdict);
    if (verdict.kind === 'healthy') followed.delete(key);
    else if (judgeAgainAt !== undefined) {
      one.timer = new AbortController();
      void judgeAt(key, judgeAgainAt, one.timer.signal);
    }
  };
  const judgeAt = async (key: string, at: number, signal: AbortSignal): Promise<void> => {
    try {
      await clock.sleep(Math.max(0, at - clock.now()), signal);
    } catch {
      return;
    }
    judge(key);
  };
  const forget = (key: string): void => {
    followed.get(key)?.timer?.abort();
    followed.delete(key);
  };
  return {
    get: (key) => followed.get(key)?.item,
    follow(key, item) {
      forget(key);
      followed.set(key, { item, timer: undefined });
      judge(key);
    },
    observe(key, application) {
      const one = followed.get(key);
      if (one === undefined) return;
      one.item.application = application;
      judge(key);
    },
    forget,
    stop() {
      for (const key of [...followed.keys()]) forget(key);
    },
  };
}
