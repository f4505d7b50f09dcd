import { mapConcurrently, onAbort } from '@towline/shared/async';
import { errorMessage } from '@towline/shared/errors';
import { parseDuration } from '@towline/shared/text';
import { worstResult } from '../../core/build/build-result.js';
import type { PushedImage } from '../../core/build/find-images.js';
import type { BuildResult } from '../../core/jenkins/jenkins.js';
import { holds } from '../../core/pipeline/holds.js';
import { createMask } from '../../core/run/mask-secrets.js';
import { type RunPlan, type RunStage, stagesOf } from '../../core/run/run-stage.js';
import type { TakeLine } from '../../core/run/workshop.js';
import type { BuildView, FullBuildReport } from '../builds/run-build.js';
import { type Performance, performStage, type StageFailure, type StageLog } from './perform-stage.js';
import type { RunContext } from './run-context.js';
import { createStageBoard } from './stage-board.js';
import { tellOutcome } from './tell-outcome.js';
import { withinTime } from './within-time.js';

/** Who is shown a run, and what it is bounded by. */
export interface RunSurroundings {
  /** The same as of a build of Jenkins that is followed. */
  readonly view: BuildView;
  /** Keeps the lines of a stage. */
  readonly openLog: (stage: RunStage) => Promise<StageLog>;
  readonly signal: AbortSignal;
  /** The result of the build before it, where there was one. */
  readonly previous: BuildResult | undefined;
}

/** What a run came to. */
export interface RunReport extends FullBuildReport {
  /** The first stage that failed. */
  readonly failure: StageFailure | undefined;
}

/** Cleaning up and telling of an outcome may take this long once a run was ended. */
const lastWordsMs = 30_000;

/** Runs a pipeline to its end. It never throws for what a stage does: that is the result. */
export async function runPipeline(context: RunContext, surroundings: RunSurroundings): Promise<RunReport> {
  const { identity, clock, workshop } = context;
  const { view, previous } = surroundings;
  const id = { job: identity.job, number: identity.number };
  const mask = createMask([...workshop.secrets.values()]);
  const take: TakeLine = (line) => view.line(mask(line));
  const images = new Map<string, PushedImage>();
  const failures: StageFailure[] = [];
  const board = createStageBoard(stagesOf(context.plan), clock, (stages) => view.stages(id, stages));
  const performance: Performance = {
    context,
    board,
    built: new Map(),
    take,
    openLog: (stage) => openMasked(stage, surroundings, mask),
    ask: (input, answer) => view.input(id, input, answer),
    pushed: (image) => void images.set(`${image.repository}:${image.tag}`, image),
    failed: (failure) => failures.push({ ...failure, lastLines: failure.lastLines.map(mask) }),
  };
  view.started(id);
  const result = await runPlan(performance, surroundings.signal);
  await lastWords(context, { result, previous, take });
  const durationMs = clock.now() - identity.startedAt;
  const { url } = identity;
  const report = { ...id, result, durationMs, url, images: [...images.values()], stages: board.stages() };
  view.ended(report);
  return { ...report, failure: failures[0] };
}

async function openMasked(
  stage: RunStage,
  { openLog }: RunSurroundings,
  mask: (line: string) => string,
): Promise<StageLog> {
  const log = await openLog(stage);
  return { take: (line) => log.take(mask(line)), close: () => log.close() };
}

async function runPlan(performance: Performance, signal: AbortSignal): Promise<BuildResult> {
  const { context, take, board } = performance;
  const { pipeline, plan, clock, facts } = context;
  if (!holds(pipeline.source.filters, facts)) {
    for (const stage of stagesOf(plan)) board.set(stage, 'skipped');
    await take('Nothing is built: no filter of the source lets this branch, tag or change request in.');
    return 'NOT_BUILT';
  }
  const milliseconds = parseDuration(pipeline.options.timeout);
  try {
    return await withinTime({ clock, signal, milliseconds, what: 'The build' }, async (inner) => {
      let result = await runStages(plan, performance, inner);
      for (let left = pipeline.options.retries; left > 0 && result === 'FAILURE' && !inner.aborted; left -= 1) {
        await take(`The build failed and is tried again; ${left - 1} tries are left after that`);
        result = await runStages(plan, performance, inner);
      }
      inner.throwIfAborted();
      return result;
    });
  } catch (error) {
    await take(`ERROR: ${errorMessage(error)}`);
    return 'ABORTED';
  }
}

/** Stage after stage, as long as nothing has gone wrong: what is unstable is not pushed. */
async function runStages(plan: RunPlan, performance: Performance, signal: AbortSignal): Promise<BuildResult> {
  let result: BuildResult = 'SUCCESS';
  for (const step of plan) {
    if (result !== 'SUCCESS') {
      for (const stage of stagesOf([step])) performance.board.set(stage, 'skipped');
    } else if (signal.aborted) {
      result = 'ABORTED';
    } else if (step.kind === 'stage') {
      result = await performStage(step, performance, { signal, prefix: '' });
    } else {
      result = await runParallel(step.stages, performance, { signal, failFast: step.failFast });
    }
  }
  return result;
}

async function runParallel(
  stages: readonly RunStage[],
  performance: Performance,
  { signal, failFast }: { readonly signal: AbortSignal; readonly failFast: boolean },
): Promise<BuildResult> {
  const controller = new AbortController();
  const leave = onAbort(signal, () => controller.abort(signal.reason));
  const results = await mapConcurrently(stages, { concurrency: stages.length }, async (stage) => {
    const how = { signal: controller.signal, prefix: `[${stage.name}] ` };
    const result = await performStage(stage, performance, how);
    if (failFast && result !== 'SUCCESS') controller.abort(new Error('A stage beside it has failed'));
    return result;
  });
  leave();
  return worstResult(results);
}

/** What is done however a run ends: it changes no result. */
async function lastWords(
  context: RunContext,
  {
    result,
    previous,
    take,
  }: { readonly result: BuildResult; readonly previous: BuildResult | undefined; readonly take: TakeLine },
): Promise<void> {
  const { pipeline, images, workshop, clock } = context;
  const tell = (line: string): void => void take(line);
  const limit = {
    clock,
    signal: new AbortController().signal,
    milliseconds: lastWordsMs,
    what: 'Telling of the outcome',
  };
  const works = [
    (signal: AbortSignal) => tellOutcome(context, { result, previous }, { take: tell, signal }),
    async (signal: AbortSignal) => {
      if (!pipeline.cleanUp.images) return;
      await workshop.builder.remove(
        images.flatMap(({ parts }) => parts),
        signal,
      );
    },
  ];
  for (const work of works) {
    try {
      await withinTime(limit, work);
    } catch (error) {
      tell(`WARNING: ${errorMessage(error)}`);
    }
  }
}
