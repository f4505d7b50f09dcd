import type { BuildId, BuildInput, BuildStage, InputAnswer, Jenkins } from '../../core/jenkins/jenkins.js';
import { isJenkinsError } from '../../core/jenkins/jenkins-error.js';
import { type BuildReport, type FollowedBuild, followBuild } from './followed-build.js';
import type { Patience } from './patiently.js';
import { type BuildRequest, startBuild } from './start-build.js';
import { watchStages } from './watch-stages.js';

/** Who is shown a build as it happens. */
export interface BuildView {
  /** It waits in the queue. */
  queued(job: string, why: string): void;
  started(id: BuildId): void;
  /** A line of the log. Where it gives a promise, the next line waits for that. */
  line(text: string): Promise<void> | undefined;
  stages(id: BuildId, stages: readonly BuildStage[]): void;
  /** It waits for a person. Whoever looks may answer, once. */
  input(id: BuildId, input: BuildInput, answer: (answer: InputAnswer) => Promise<void>): void;
  ended(report: BuildReport): void;
  /** Jenkins has gone away, or is back. */
  away(away: boolean): void;
}

/** What is needed to run a build. */
export interface BuildDependencies extends Pick<Patience, 'clock' | 'patienceMs' | 'signal'> {
  readonly jenkins: Jenkins;
}

/** What a build came to, with its stages where Jenkins tells them. */
export interface FullBuildReport extends BuildReport {
  readonly stages: readonly BuildStage[] | undefined;
}

/** Starts a build and shows it until it ends. */
export async function runBuild(
  dependencies: BuildDependencies,
  request: BuildRequest,
  view: BuildView,
): Promise<FullBuildReport> {
  const observer = { ...patienceOf(dependencies, view), onQueue: (why: string) => view.queued(request.job, why) };
  const build = await startBuild(dependencies.jenkins, request, observer);
  return showBuild(dependencies, build, view);
}

/** Shows a build that has started until it ends. */
export async function attachBuild(
  dependencies: BuildDependencies,
  id: BuildId,
  view: BuildView,
): Promise<FullBuildReport> {
  return showBuild(dependencies, followBuild(dependencies.jenkins, id, patienceOf(dependencies, view)), view);
}

function patienceOf({ clock, patienceMs, signal }: BuildDependencies, view: BuildView): Patience {
  return { clock, patienceMs, signal, onAway: (away) => view.away(away) };
}

async function showBuild(
  dependencies: BuildDependencies,
  build: FollowedBuild,
  view: BuildView,
): Promise<FullBuildReport> {
  const { jenkins, signal } = dependencies;
  const { job, number } = build;
  const id = { job, number };
  view.started(id);
  const ended = new AbortController();
  let stages: readonly BuildStage[] | undefined;
  const watching = watchStages(jenkins, id, {
    ended: ended.signal,
    // The log tells whether Jenkins is there.
    patience: patienceOf(dependencies, { ...view, away: () => undefined }),
    onStages(all) {
      stages = all;
      view.stages(id, all);
    },
    onInput: (input) =>
      view.input(id, input, (answer) => jenkins.answer({ ...id, input: input.id }, answer, { signal })),
  }).catch((error: unknown) => {
    // Stages are shown beside the log: a user who may not see them, or a plugin that fails, must not lose the build.
    if (signal?.aborted || !isJenkinsError(error)) throw error;
  });
  watching.catch(() => undefined);
  try {
    for await (const line of build.log()) {
      const taken = view.line(line);
      if (taken !== undefined) await taken;
    }
    const report = await build.finished();
    ended.abort();
    await watching;
    view.ended(report);
    return { ...report, stages };
  } finally {
    ended.abort();
  }
}
