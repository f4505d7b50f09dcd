import { createImageFinder, type PushedImage } from '../../core/build/find-images.js';
import type { BuildId, BuildResult, BuildState, Jenkins } from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { followLog } from './follow-log.js';
import { type Patience, patiently } from './patiently.js';
import { type StopOutcome, stopBuild } from './stop-build.js';

/** What a build came to. */
export interface BuildReport extends BuildId {
  readonly result: BuildResult;
  readonly durationMs: number | undefined;
  readonly url: string | undefined;
  /** Those that the log tells of, as far as it was read. */
  readonly images: readonly PushedImage[];
}

/** A build that is followed. */
export interface FollowedBuild extends BuildId {
  /** The lines of the log from the beginning until the build has ended, in constant memory and through restarts of Jenkins. */
  log(): AsyncIterable<string>;
  /** Resolves when the build has ended. Images are known of what was read of the log: read it to its end before. */
  finished(): Promise<BuildReport>;
  /** Ends it, gently first. */
  stop(): Promise<StopOutcome>;
}

const pauseMs = 1_000;

/** Follows a build that has started. */
export function followBuild(jenkins: Jenkins, { job, number }: BuildId, patience: Patience): FollowedBuild {
  const id = { job, number };
  const finder = createImageFinder();
  return {
    ...id,
    async *log() {
      for await (const line of followLog(jenkins, id, patience)) {
        finder.line(line);
        yield line;
      }
    },
    async finished() {
      const state = await untilFinished(jenkins, id, patience);
      const { result, durationMs, url } = state;
      return { ...id, result, durationMs, url, images: finder.images() };
    },
    stop: () => stopBuild(jenkins, id, patience),
  };
}

type FinishedState = BuildState & { readonly result: BuildResult };

async function untilFinished(jenkins: Jenkins, id: BuildId, patience: Patience): Promise<FinishedState> {
  const { clock, signal } = patience;
  for (;;) {
    const state = await patiently(patience, () => jenkins.build(id, { signal }));
    if (state === undefined) throw noBuild(id);
    const { result } = state;
    if (result !== undefined) return { ...state, result };
    await clock.sleep(pauseMs, signal);
  }
}

/** There is no such build, or it has been deleted meanwhile. */
export function noBuild({ job, number }: BuildId): JenkinsError {
  return new JenkinsError('jenkins-not-found', `There is no build ${number} of ${job}`, {
    hint: `See jenkins-bridge history ${job}.`,
  });
}
