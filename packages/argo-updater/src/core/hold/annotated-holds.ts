import { ownKey } from '../application/annotations/annotation-key.js';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { Hold } from './hold.js';

/** What the annotations of an image hold. */
export function annotatedHolds({ hold }: ManagedImage): readonly Hold[] {
  if (hold !== 'all' && hold.length === 0) return [];
  return [{ kind: 'manual', values: hold, reason: `the annotation ${ownKey('hold')} says so` }];
}
