import { resolve } from 'node:path';
import { type Invocation, textOption } from '@towline/shared/cli';
import type { BuildView } from '../../app/builds/run-build.js';
import { type RunReport, runPipeline } from '../../app/run/run-pipeline.js';
import type { BuildResult } from '../../core/jenkins/jenkins.js';
import { tidyStore } from '../image/tidy-store.js';
import type { PreparedRun } from './prepare-run.js';
import { runData } from './run-data.js';
import { createRunLogs } from './run-logs.js';

/** How a run is shown and ended. */
export interface RunHandling {
  readonly view: BuildView;
  readonly signal: AbortSignal;
  readonly previous: BuildResult | undefined;
  /** Whether others run beside it, so that the logs of each have a folder of their own. */
  readonly several: boolean;
}

/** A run that has ended, with what programs read of it. */
export interface ExecutedRun {
  readonly report: RunReport;
  readonly data: ReturnType<typeof runData>;
}

/** Runs what was prepared, to its end. */
export async function executeRun(
  invocation: Invocation,
  { context, builder, notes }: PreparedRun,
  { view, signal, previous, several }: RunHandling,
): Promise<ExecutedRun> {
  const folder = textOption(invocation, 'logs');
  const source = context.checkout.facts;
  const logs = folder === undefined ? undefined : resolve(folder, ...(several ? [source.sha] : []));
  for (const note of notes) await view.line(note);
  const report = await runPipeline(context, { view, signal, previous, openLog: createRunLogs(logs) });
  if (builder === 'towline' && !signal.aborted) await tidyStore({ ...invocation, signal });
  return { report, data: runData(report, { source, builder, logs }) };
}
