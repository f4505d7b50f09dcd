import type { Clock } from '@towline/shared/ports';
import { notificationText } from '../../core/outcome/notification-text.js';
import type { KubeClient } from '../kubernetes/kube-client.js';
import { argocdApi, resourcePath } from '../kubernetes/resource-path.js';
import type { Notifier } from './notifier.js';

/** The API server refuses longer ones. */
const longestMessage = 1_024;

/** Writes Kubernetes events on the Applications: `Warning RolloutFailed` and `Normal RolloutRecovered`. */
export function createKubernetesNotifier({
  client,
  clock,
}: {
  readonly client: KubeClient;
  readonly clock: Clock;
}): Notifier {
  return {
    channel: 'kubernetes-event',
    async notify(notification, { origin, name, namespace }, { signal }) {
      if (origin.kind !== 'cluster') return;
      const { uid, resourceVersion } = origin;
      const { title, details } = notificationText(notification);
      const now = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
      const hasFailed = notification.kind === 'failed';
      const body = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { generateName: `${name.slice(0, 200)}.`, namespace },
        involvedObject: { apiVersion: argocdApi, kind: 'Application', name, namespace, uid, resourceVersion },
        type: hasFailed ? 'Warning' : 'Normal',
        reason: hasFailed ? 'RolloutFailed' : 'RolloutRecovered',
        message: [title, ...details].join('\n').slice(0, longestMessage),
        source: { component: 'argo-updater' },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      };
      await client.create({ path: resourcePath('v1', 'events', namespace), body, signal });
    },
  };
}
