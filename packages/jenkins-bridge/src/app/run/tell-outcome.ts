import type { BuildResult } from '../../core/jenkins/jenkins.js';
import { outcomeHolds } from '../../core/run/outcome-holds.js';
import type { RunContext } from './run-context.js';
import { bearerOf } from './updater.js';

/** What a build came to, for those who are told. */
export interface ToldOutcome {
  readonly result: BuildResult;
  /** The result of the build before it, where there was one. */
  readonly previous: BuildResult | undefined;
}

/** Tells everybody who wants to know. Whom only plugins of Jenkins reach is told of in a line. */
export async function tellOutcome(
  context: RunContext,
  { result, previous }: ToldOutcome,
  { take, signal }: { readonly take: (line: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const { pipeline, identity, checkout, workshop } = context;
  for (const notification of pipeline.notifications) {
    if (!notification.on.some((outcome) => outcomeHolds(outcome, result, previous))) continue;
    if (notification.kind !== 'webhook') {
      take(`${notification.kind} is told by Jenkins only: nothing is sent from here`);
      continue;
    }
    const { job, number, url = '' } = identity;
    await workshop.http.request({
      method: 'POST',
      url: notification.url,
      headers: bearerOf(notification.tokenCredentialsId, { context }),
      body: { job, build: String(number), result, url, revision: checkout.facts.sha },
      expect: 'none',
      signal,
    });
    take(`${notification.url} was told: ${result}`);
  }
}
