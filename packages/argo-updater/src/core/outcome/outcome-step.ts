import { type DeliveryMemory, isOwed } from './delivery-memory.js';
import type { RolloutVerdict } from './rollout.js';

/** What a verdict makes of a delivery. */
export interface OutcomeStep {
  /** The same object where nothing has changed. */
  readonly memory: DeliveryMemory;
  /** What is new: of a failure and of a recovery people are told. */
  readonly news: 'failed' | 'recovered' | 'healthy' | undefined;
  /** Whether the versions before it would be better: it is the new ones that fail. */
  readonly isBad: boolean;
}

/** Takes a verdict on a delivery in. One failure is news once, and so is its end. */
export function outcomeStep(memory: DeliveryMemory, verdict: RolloutVerdict): OutcomeStep {
  if (verdict.kind === 'failed') {
    const isBad = verdict.isOfImage && !memory.takesBack && !memory.brokenBefore;
    if (memory.state === 'failed') return { memory, news: undefined, isBad };
    return { memory: { ...memory, state: 'failed' }, news: 'failed', isBad };
  }
  if (verdict.kind !== 'healthy' || memory.state === 'healthy') return { memory, news: undefined, isBad: false };
  const news = isOwed(memory) ? 'recovered' : 'healthy';
  return { memory: { ...memory, state: 'healthy', failedBefore: false }, news, isBad: false };
}
