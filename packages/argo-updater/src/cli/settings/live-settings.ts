import { duration } from '@towline/shared/config';
import * as z from 'zod';
import { named, text } from './setting-names.js';

/** How the controller goes about it, and how replicas share its work. */
export const live = z.strictObject({
  interval: duration()
    .prefault('2m')
    .describe(
      'How often image repositories and manifest repositories are looked at; 0 for never, so that only events count.',
    )
    .meta(named('interval', 'IMAGE_UPDATER_INTERVAL')),
  leaderElection: z
    .boolean()
    .default(true)
    .describe(
      'Share the work with other replicas by Leases. The name is that of argocd-image-updater, where one replica of all works.',
    )
    .meta(named('leader-election')),
  leaderElectionNamespace: text()
    .optional()
    .describe('The namespace of the Leases. That of the pod or, outside of one, that of Argo CD, where absent.')
    .meta(named('leader-election-namespace')),
  leaseDuration: duration()
    .prefault('15s')
    .describe('A replica whose Lease does not change for so long is taken for dead, and others take over what it had.')
    .meta(named('lease-duration')),
  retryPeriod: duration()
    .prefault('2s')
    .describe('How often Leases are looked at. Nothing is unserved for longer than the lease duration and twice this.')
    .meta(named('lease-retry-period')),
  peerAddress: text()
    .optional()
    .describe(
      'Where other replicas reach this one, such as https://10.0.0.7:8443. Without it, events are not handed to it.',
    )
    .meta(named('peer-address')),
});
