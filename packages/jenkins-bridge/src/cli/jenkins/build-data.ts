import { failureData } from '@towline/shared/cli';
import type { BuildOutcome } from '../../app/builds/build-many.js';
import type { FullBuildReport } from '../../app/builds/run-build.js';

/** A build as programs read it. */
export function reportData({ job, number, result, durationMs, url, images, stages }: FullBuildReport) {
  return { job, number, result, durationMs: durationMs ?? null, url: url ?? null, images, stages: stages ?? null };
}

/** One of several builds as programs read it. */
export function outcomeData(outcome: BuildOutcome) {
  if (outcome.kind === 'ended') return reportData(outcome.report);
  return { job: outcome.job, error: failureData(outcome.error) };
}
