import type { WorkPorts } from '../pass/ports.js';
import type { DeliveryFollower, ImageUpdaterPort, PassObserver, PeersPort, ReplicasPort, WatchPort } from './ports.js';

/** What the controller speaks to. */
export interface ControllerPorts {
  readonly work: WorkPorts;
  readonly watch: WatchPort;
  readonly replicas: ReplicasPort;
  /** Undefined where there are no others, or no way to them. */
  readonly peers?: PeersPort | undefined;
  /** One text for all spellings of the address of a repository. */
  readonly addressKey: (address: string) => string;
  /** Undefined where there is no cluster that has ImageUpdaters. */
  readonly imageUpdaters?: ImageUpdaterPort | undefined;
  readonly observers?: readonly PassObserver[] | undefined;
  readonly followers?: readonly DeliveryFollower[] | undefined;
}
