import { mapConcurrently } from '@towline/shared/async';
import type { BuildDependencies, BuildView, FullBuildReport } from './run-build.js';
import { runBuild } from './run-build.js';
import type { BuildRequest } from './start-build.js';

/** What became of one of several builds. */
export type BuildOutcome =
  | { readonly kind: 'ended'; readonly job: string; readonly report: FullBuildReport }
  | { readonly kind: 'failed'; readonly job: string; readonly error: unknown };

/** Runs several builds, so many at once. One that fails stops no other. */
export function buildMany(
  dependencies: BuildDependencies,
  requests: readonly BuildRequest[],
  { concurrency, view }: { readonly concurrency: number; readonly view: BuildView },
): Promise<readonly BuildOutcome[]> {
  const { signal } = dependencies;
  return mapConcurrently(requests, { concurrency, signal }, async (request, own): Promise<BuildOutcome> => {
    try {
      const report = await runBuild({ ...dependencies, signal: own }, request, view);
      return { kind: 'ended', job: request.job, report };
    } catch (error) {
      if (own.aborted) throw error;
      return { kind: 'failed', job: request.job, error };
    }
  });
}
