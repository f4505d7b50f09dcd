import { formatRepository } from '@towline/shared/image';
import { trimEndOf } from '@towline/shared/text';
import type { AfterStep } from '../../core/pipeline/model/after.js';
import { RunError } from '../../core/run/run-error.js';
import { readRollout } from '../../core/run/schema.js';
import type { PublishedImage } from './published-images.js';
import type { StageEnd, StageScope } from './run-context.js';

type NotifyUpdater = Extract<AfterStep, { readonly kind: 'notify-updater' }>;
type WaitForRollout = Extract<AfterStep, { readonly kind: 'wait-for-rollout' }>;

const pauseMs = 10_000;
const requestTimeoutMs = 60_000;

/** Tells argo-updater of each image. */
export async function notifyUpdater(
  step: NotifyUpdater,
  images: readonly PublishedImage[],
  scope: StageScope,
): Promise<void> {
  const url = `${trimEndOf(step.url, '/')}/api/v1/refresh`;
  for (const { image, tag } of images) {
    const repository = formatRepository(image.repository);
    await scope.context.workshop.http.request({
      method: 'POST',
      url,
      headers: bearerOf(step.tokenCredentialsId, scope),
      body: { repository, tag },
      expect: 'none',
      // Being told twice makes no difference to it.
      idempotent: true,
      timeoutMs: requestTimeoutMs,
      signal: scope.signal,
    });
    await scope.take(`${url} was told of ${repository}:${tag}`);
  }
}

/** Asks argo-updater until the Application runs what this build published. What is held makes the build unstable. */
export async function waitForRollout(step: WaitForRollout, scope: StageScope): Promise<StageEnd> {
  const { context, signal, take } = scope;
  const url = `${trimEndOf(step.url, '/')}/api/v1/deliveries?sha=${context.checkout.facts.sha}`;
  let told = '';
  for (;;) {
    const { body } = await context.workshop.http.request({
      url,
      headers: bearerOf(step.tokenCredentialsId, scope),
      expect: 'json',
      timeoutMs: requestTimeoutMs,
      signal,
    });
    const state = readRollout(body, step.application);
    if (state === undefined) throw new RunError('run-rollout-failed', `${url} does not answer as argo-updater does`);
    if (state.kind === 'healthy') {
      await take(`${step.application} is healthy`);
      return 'success';
    }
    if (state.kind === 'failed') {
      throw new RunError('run-rollout-failed', `The rollout of ${step.application} failed: ${state.reason}`);
    }
    if (state.kind === 'held') {
      await take(`${step.application} is held: ${state.reason}`);
      return 'unstable';
    }
    if (state.what !== told) await take(`${step.application}: ${state.what}`);
    told = state.what;
    await context.clock.sleep(pauseMs, signal);
  }
}

/** The header with the token of a credential; none where no credential is named. */
export function bearerOf(
  credentialsId: string | undefined,
  { context }: Pick<StageScope, 'context'>,
): Readonly<Record<string, string>> {
  const secret = credentialsId === undefined ? undefined : context.workshop.secrets.get(credentialsId);
  return secret === undefined ? {} : { authorization: `Bearer ${secret.reveal()}` };
}
