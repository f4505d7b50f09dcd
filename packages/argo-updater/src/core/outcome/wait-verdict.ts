import type { DeliveryState } from './delivery-record.js';

/** One image on its way, as far as waiting for it is concerned. */
export interface AwaitedDelivery {
  readonly state: DeliveryState;
}

/** What waiting has come to. */
export type WaitVerdict = 'healthy' | 'failed' | 'waiting';

/**
 * Judges deliveries: one that failed or is held ends the waiting, and so do all that are healthy, unless others may be missing. Nothing yet is
 * waited for.
 */
export function waitVerdict(deliveries: readonly AwaitedDelivery[], mayMissSome = false): WaitVerdict {
  if (deliveries.some(({ state }) => state === 'failed' || state === 'held')) return 'failed';
  return !mayMissSome && deliveries.length > 0 && deliveries.every(({ state }) => state === 'healthy')
    ? 'healthy'
    : 'waiting';
}
