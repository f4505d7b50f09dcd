import type { Clock } from '@towline/shared/ports';
import type { ResourceRequest } from './request-info.js';
import type { KubeStore } from './store.js';

/** What writing needs. */
export interface WriteContext {
  readonly store: KubeStore;
  readonly clock: Clock;
}

/** Whether the request wants to know what would happen, and no more. */
export function isDryRun({ query }: ResourceRequest): boolean {
  return query.get('dryRun') === 'All';
}

/** The present time as Kubernetes writes it: in whole seconds. */
export function timeOf({ clock }: WriteContext): string {
  return new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}
