import { onAbort } from '@towline/shared/async';
import type { GitSha } from '@towline/shared/image';
import type { Clock } from '@towline/shared/ports';
import type { BuildResult } from '../../core/jenkins/jenkins.js';

/** A build of one commit that is under way. */
export interface WatchedBuild {
  readonly sha: GitSha;
  /** Undefined where there was nothing to do: the commit is published already. It never rejects. */
  readonly ended: Promise<BuildResult | undefined>;
  /** Whether a newer commit ends it, as the pipeline says. */
  readonly givesWay: boolean;
  /** Ends it. */
  stop(): void;
}

/** What is watched, and what is done about it. */
export interface Watching {
  /** The newest commit; undefined where there is no such branch. */
  readonly head: (signal: AbortSignal) => Promise<GitSha | undefined>;
  /** Begins to build the newest commit. `since` is the one that was looked at before. */
  readonly begin: (since: GitSha | undefined, signal: AbortSignal) => Promise<WatchedBuild>;
  /** Told of what went wrong with the source: the next look may go well. */
  readonly onTrouble: (error: unknown) => void;
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Builds at once. */
  readonly concurrency: number;
  /** Whether it ends after one look and its build. */
  readonly once: boolean;
}

/**
 * Builds the newest commit whenever there is one that was not looked at: one question to the server per interval, and one when a build has
 * ended. Commits that were overtaken while builds ran are left out. It goes on after failures, and ends, with what runs, by its signal. Gives the
 * results in the order in which the builds ended.
 */
export async function watchSource(watching: Watching, signal: AbortSignal): Promise<readonly BuildResult[]> {
  const { clock, intervalMs, concurrency, once } = watching;
  const running = new Set<WatchedBuild>();
  const results: BuildResult[] = [];
  let seen: GitSha | undefined;
  const follow = (build: WatchedBuild): void => {
    running.add(build);
    build.ended.then((result) => {
      running.delete(build);
      if (result !== undefined) results.push(result);
    });
  };
  const look = async (): Promise<void> => {
    const ways = [...running].filter(({ givesWay }) => givesWay);
    if (running.size >= concurrency && ways.length === 0) return;
    const head = await watching.head(signal);
    if (head === undefined || head === seen) return;
    for (const build of running.size >= concurrency ? ways : []) {
      build.stop();
      await build.ended;
    }
    const build = await watching.begin(seen, signal);
    seen = build.sha;
    follow(build);
  };
  while (!signal.aborted) {
    try {
      await look();
    } catch (error) {
      if (signal.aborted) break;
      watching.onTrouble(error);
    }
    if (once) break;
    await pause([...running], { clock, intervalMs, signal });
  }
  if (signal.aborted) for (const build of running) build.stop();
  await Promise.all([...running].map(({ ended }) => ended));
  return results;
}

interface Pause {
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/** Until the interval is over, or a build has ended, or everything has. */
async function pause(running: readonly WatchedBuild[], { clock, intervalMs, signal }: Pause): Promise<void> {
  const awake = new AbortController();
  const leave = onAbort(signal, () => awake.abort());
  const sleeping = clock.sleep(intervalMs, awake.signal).catch(() => undefined);
  await Promise.race([sleeping, ...running.map(({ ended }) => ended)]);
  leave();
  awake.abort();
}
