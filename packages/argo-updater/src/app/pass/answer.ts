import { isCodedError } from '@towline/shared/errors';
import type { Failure } from '../../core/plan/image-outcome.js';
import { failureOf } from '../../core/plan/plan-finding.js';
import type { Answer } from '../../core/plan/plan-input.js';

/** The answer of a port as data: what fails for a reason of ours fails for one image or Application and not for all. */
export async function answerOf<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Answer<Value>> {
  try {
    return { kind: 'answer', value: await work };
  } catch (error) {
    return { kind: 'failed', failure: failureOrThrow(error, signal) };
  }
}

/** An error as data, unless the caller gave up or the error is a fault of the program. */
export function failureOrThrow(error: unknown, signal: AbortSignal | undefined): Failure {
  signal?.throwIfAborted();
  if (!isCodedError(error)) throw error;
  return failureOf(error);
}
