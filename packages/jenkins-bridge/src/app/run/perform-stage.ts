import { onAbort } from '@towline/shared/async';
import { errorMessage, isCodedError } from '@towline/shared/errors';
import type { PushedImage } from '../../core/build/find-images.js';
import type { BuildInput, BuildResult, InputAnswer } from '../../core/jenkins/jenkins.js';
import { holds } from '../../core/pipeline/holds.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunStage } from '../../core/run/run-stage.js';
import type { TakeLine } from '../../core/run/workshop.js';
import type { RunContext } from './run-context.js';
import { type BuiltDigests, runTask } from './run-task.js';
import type { StageBoard } from './stage-board.js';
import { withinTime } from './within-time.js';

/** Where the lines of a stage are kept. */
export interface StageLog {
  readonly take: TakeLine;
  close(): Promise<void>;
}

/** What all stages of a run share. */
export interface Performance {
  readonly context: RunContext;
  readonly board: StageBoard;
  readonly built: BuiltDigests;
  /** Takes a line of the whole build. */
  readonly take: TakeLine;
  readonly openLog: (stage: RunStage) => Promise<StageLog>;
  readonly ask: (input: BuildInput, answer: (answer: InputAnswer) => Promise<void>) => void;
  readonly pushed: (image: PushedImage) => void;
  readonly failed: (failure: StageFailure) => void;
}

/** A stage that did not end well, and its last lines. */
export interface StageFailure {
  readonly stage: string;
  readonly error: unknown;
  readonly lastLines: readonly string[];
}

const keptLines = 50;

/** Does one stage, and gives the result that it leaves the build with. `prefix` tells its lines from those of stages beside it. */
export async function performStage(
  stage: RunStage,
  performance: Performance,
  { signal, prefix }: { readonly signal: AbortSignal; readonly prefix: string },
): Promise<BuildResult> {
  const { context, board } = performance;
  if (!stage.when.every((when) => holds(when, context.facts))) {
    board.set(stage, 'skipped');
    await performance.take(`${prefix}--- ${stage.name}: skipped, its condition does not hold`);
    return 'SUCCESS';
  }
  const log = await performance.openLog(stage);
  const last: string[] = [];
  const take: TakeLine = (line) => {
    last.push(line);
    if (last.length > keptLines) last.shift();
    const kept = log.take(line);
    const shown = performance.take(`${prefix}${line}`);
    return kept === undefined && shown === undefined ? undefined : Promise.all([kept, shown]).then(() => undefined);
  };
  board.set(stage, 'running');
  await performance.take(`${prefix}--- ${stage.name}`);
  try {
    const end = await withinTime(
      { clock: context.clock, signal, milliseconds: stage.timeoutMs, what: stage.name },
      (inner) => runTask(stage.task, scopeOf({ stage, performance, take, signal: inner }), performance.built),
    );
    board.set(stage, end);
    return end === 'success' ? 'SUCCESS' : 'UNSTABLE';
  } catch (error) {
    const aborted = signal.aborted || isEnding(error);
    board.set(stage, aborted ? 'aborted' : 'failed');
    for (const line of failureLines(error)) await take(line);
    if (!signal.aborted) performance.failed({ stage: stage.name, error, lastLines: last });
    return aborted ? 'ABORTED' : 'FAILURE';
  } finally {
    await log.close();
  }
}

/** Jenkins calls what took too long, or what a person did not want, aborted. */
function isEnding(error: unknown): boolean {
  return isCodedError(error) && (error.code === 'run-too-late' || error.code === 'run-not-approved');
}

function failureLines(error: unknown): readonly string[] {
  const hint = isCodedError(error) ? error.hint : undefined;
  return [...`ERROR: ${errorMessage(error)}`.split('\n'), ...(hint === undefined ? [] : [hint])];
}

interface Scoping {
  readonly stage: RunStage;
  readonly performance: Performance;
  readonly take: TakeLine;
  readonly signal: AbortSignal;
}

function scopeOf({ stage, performance, take, signal }: Scoping) {
  const { context, pushed, board, ask } = performance;
  const approve = async (message: string): Promise<void> => {
    board.set(stage, 'paused');
    const given = await new Promise<InputAnswer>((resolve, reject) => {
      const leave = onAbort(signal, () => reject(signal.reason));
      ask({ id: stage.name, message, parameters: [] }, async (answer) => {
        leave();
        resolve(answer);
      });
    });
    if (given.kind === 'abort') throw new RunError('run-not-approved', `${message} — the answer was no`);
    board.set(stage, 'running');
  };
  return { context, take, signal, pushed, approve };
}
