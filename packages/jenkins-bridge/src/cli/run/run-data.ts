import { failureData } from '@towline/shared/cli';
import type { RunReport } from '../../app/run/run-pipeline.js';
import type { SourceFacts } from '../../core/run/checkout.js';
import { reportData } from '../jenkins/build-data.js';

/** What is told of a run besides what is told of every build. */
export interface RunSurroundingData {
  readonly source: SourceFacts;
  readonly builder: string;
  readonly logs: string | undefined;
}

/** A run as programs read it: what a followed build of Jenkins is, with its source, and why it failed. */
export function runData(report: RunReport, { source, builder, logs }: RunSurroundingData) {
  const { sha, branch, url, uncommitted } = source;
  const { failure } = report;
  return {
    ...reportData(report),
    source: { sha, branch: branch ?? null, url: url ?? null, uncommitted },
    builder,
    logs: logs ?? null,
    failure:
      failure === undefined
        ? null
        : { stage: failure.stage, ...failureData(failure.error), lastLines: failure.lastLines },
  };
}
