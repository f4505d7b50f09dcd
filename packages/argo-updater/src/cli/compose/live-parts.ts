import type { Controller } from '../../app/live/controller.js';
import type { DeliveryFollower, PassObserver, PeersPort } from '../../app/live/ports.js';
import type { WorkPorts } from '../../app/pass/ports.js';

/** What stands around a controller: servers, sources of events, followers of deliveries. */
export interface LiveParts {
  readonly observers?: readonly PassObserver[] | undefined;
  readonly followers?: readonly DeliveryFollower[] | undefined;
  readonly peers?: PeersPort | undefined;
  /** Where other replicas reach this one; undefined where they cannot. */
  readonly peerAddress?: string | undefined;
  /** The same ports, whose use is counted. Called again whenever the settings were read anew. */
  readonly count?: ((ports: WorkPorts) => WorkPorts) | undefined;
  /** Begins to serve, and to bring events to the controller; before it runs, so that probes are answered while it reads. */
  readonly start?: ((controller: Controller, signal: AbortSignal) => Promise<void>) | undefined;
  /** Ends what was started. */
  readonly stop?: (() => Promise<void>) | undefined;
}
