import { ownKey } from '../application/annotations/annotation-key.js';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { Hold } from './hold.js';

/** What the annotations of an image hold. */
export function annotatedHolds({ hold, holdUntil: until, holdReason }: ManagedImage): readonly Hold[] {
  if (hold !== 'all' && hold.length === 0) return [];
  return [{ kind: 'manual', values: hold, until, reason: holdReason ?? `the annotation ${ownKey('hold')} says so` }];
}
