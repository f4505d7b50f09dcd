import { onAbort } from '@towline/shared/async';
import type { ControllerPorts } from './controller-ports.js';
import { createLiveContext } from './create-live-context.js';
import { forgetSnapshots } from './known-branches.js';
import type { LiveContext } from './live-context.js';
import { createLiveNews, type LiveNews } from './live-news.js';
import { type LiveOptions, liveBounds } from './live-options.js';
import { createLiveView } from './live-view.js';
import { createOwnership } from './ownership.js';
import type { PassSignals } from './pass-work.js';
import { pollDue } from './poll-due.js';
import { requestListing } from './poll-repository.js';
import type { LiveView, TakeBackRequest } from './ports.js';
import { startPasses } from './start-passes.js';
import { requestTakeBack } from './take-backs.js';

/** Keeps images up to date for as long as it runs. */
export interface Controller {
  /** Runs until it is aborted; then ends what is being written, and leaves the rest to others. */
  run(signal: AbortSignal): Promise<void>;
  /** Has everything listed that is ours, because something may have changed that nobody tells of: the settings, a secret. */
  lookAgain(): void;
  /** Has planned at once what failed, because what it failed for may be mended: credentials. */
  tryAgain(): void;
  readonly events: LiveNews['events'];
  readonly handed: LiveNews['handed'];
  readonly view: LiveView;
  /** Has what failed taken back, where its Application wants that; whether it will be. */
  takeBack(request: TakeBackRequest): boolean;
}

/** A {@link Controller}. Nothing happens before it is run, but that news is taken in. */
export function createController(ports: ControllerPorts, options: () => LiveOptions): Controller {
  const stop = new AbortController();
  const kill = new AbortController();
  const onSynced = (): void => {
    ownership.review();
    news.flush();
  };
  const context = createLiveContext(ports, { options, signal: stop.signal, onSynced });
  const ownership = createOwnership(context);
  const { replicas, peers, addressKey, watch } = ports;
  const onReplicas = (): void => {
    ownership.review();
    context.needsTelling();
  };
  const compat = (): boolean => options().compat === true;
  const news = createLiveNews({ context, replicas, peers, addressKey, compat, signal: stop.signal });
  return {
    events: news.events,
    handed: news.handed,
    lookAgain() {
      forgetSnapshots(context);
      for (const repository of context.polls.keys()) requestListing(context, repository, { cause: 'poll' });
    },
    tryAgain() {
      forgetSnapshots(context);
      const { store, works, states, owns, bell } = context;
      for (const { key, work } of store.all()) {
        if (work !== undefined && owns(work) && states.hasFailed(key)) works.markDue(work, key, { cause: 'retry' });
      }
      bell.ring();
    },
    view: createLiveView(context, { reconcile: news.reconcile, replicas }),
    takeBack: (request) => requestTakeBack(context, request),
    async run(signal) {
      const leave = onAbort(signal, () => stop.abort(signal.reason));
      const membership = new AbortController();
      const tasks = [
        watch.watch(context.store.sinks, stop.signal),
        replicas.run(onReplicas, membership.signal),
        loop(context, { stop: stop.signal, kill: kill.signal }),
      ];
      try {
        await Promise.race([Promise.all(tasks), aborted(stop.signal)]);
      } finally {
        leave();
        stop.abort();
        await endWrites(context, kill);
        // Only now: as long as it writes, the work is its own.
        membership.abort();
        await Promise.allSettled(tasks);
      }
    },
  };
}

/** Asks what is due and plans what waits, until it is aborted. */
async function loop(context: LiveContext, signals: PassSignals): Promise<void> {
  const { bell, timetable, ports } = context;
  const running = { count: 0 };
  const { stop } = signals;
  while (!stop.aborted) {
    let next: number | undefined;
    if (context.store.isSynced()) {
      pollDue(context, stop);
      next = startPasses(context, running, signals).lookAgainAt;
      if (running.count === 0) tellWhenIdle(context, stop);
    }
    const until = Math.min(next ?? farAway, timetable.next() ?? farAway);
    await bell.wait(Math.min(until, ports.clock.now() + longestSleepMs), stop);
  }
}

/** ImageUpdaters are told of a check when it is over. */
function tellWhenIdle(context: LiveContext, signal: AbortSignal): void {
  const { teller, background, polls, works, owns, ports } = context;
  if (teller === undefined || !context.isToTell) return;
  const now = ports.clock.now();
  const isBusy =
    [...polls.values()].some((poll) => poll.running) ||
    // What another replica has taken over meanwhile is not waited for: nobody here will do it.
    works.waiting().some(({ key, due }) => owns(key) && [...due.values()].some(({ at }) => at <= now));
  if (isBusy) return;
  context.isToTell = false;
  background.run(() => teller.tell(signal));
}

const farAway = Number.MAX_SAFE_INTEGER;
const longestSleepMs = 3_600_000;

/** What has begun to write may end it, for a while. */
async function endWrites({ background, ports }: LiveContext, kill: AbortController): Promise<void> {
  const waited = new AbortController();
  const late = ports.clock.sleep(liveBounds.graceMs, waited.signal).then(
    () => kill.abort(),
    () => undefined,
  );
  await background.settled();
  waited.abort();
  await late;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => void onAbort(signal, resolve));
}
