import { onAbort } from '@towline/shared/async';
import type { ReplicasPort } from './ports.js';

/** One replica, which has everything. */
export function soloReplicas(): ReplicasPort {
  return {
    async run(onChange, signal) {
      onChange();
      await new Promise<void>((resolve) => void onAbort(signal, resolve));
    },
    owns: () => true,
    ownerOf: () => undefined,
    say: () => undefined,
    heard: () => [],
  };
}
