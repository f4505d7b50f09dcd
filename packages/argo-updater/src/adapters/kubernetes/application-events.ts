import type { Clock } from '@towline/shared/ports';
import type { Application } from '../../core/application/application.js';
import { type ImageChange, tagText } from '../../core/message/image-change.js';
import type { KubeClient } from './kube-client.js';
import { argocdApi, resourcePath } from './resource-path.js';

/** Tells of updates by Kubernetes events on the Applications. */
export interface ApplicationEvents {
  updated(
    application: Application,
    changes: readonly ImageChange[],
    waiting?: { readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
}

/** What the events work with. */
export interface ApplicationEventsDependencies {
  readonly client: KubeClient;
  readonly clock: Clock;
}

/**
 * {@link ApplicationEvents} in the form of argocd-image-updater: `Normal ImagesUpdated`, with the changes in annotations. An Application that
 * was read from a manifest is no object that an event could be about.
 */
export function createApplicationEvents({ client, clock }: ApplicationEventsDependencies): ApplicationEvents {
  return {
    async updated(application, changes, { signal } = {}) {
      const { origin, name, namespace } = application;
      if (origin.kind !== 'cluster' || changes.length === 0) return;
      const { uid, resourceVersion } = origin;
      const now = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
      const body = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { generateName: `${name.slice(0, 200)}.`, namespace, annotations: annotationsOf(changes) },
        involvedObject: { apiVersion: argocdApi, kind: 'Application', name, namespace, uid, resourceVersion },
        type: 'Normal',
        reason: 'ImagesUpdated',
        message: messageOf(changes),
        source: { component: 'argo-updater' },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      };
      await client.create({ path: resourcePath('v1', 'events', namespace), body, signal });
    },
  };
}

/** The API server refuses longer ones. */
const longestMessage = 1_024;

function messageOf(changes: readonly ImageChange[]): string {
  const lines = changes.map(({ name, from, to }) => `${name} ${tagText(from) || 'without a version'} → ${tagText(to)}`);
  return `Updated ${lines.join(', ')}`.slice(0, longestMessage);
}

function annotationsOf(changes: readonly ImageChange[]): Readonly<Record<string, string>> {
  const entries = changes.flatMap(({ name, alias = '', from, to }, index) => {
    const prefix = `argocd-image-updater.image-${index}`;
    return [
      [`${prefix}/full-image-name`, name],
      [`${prefix}/image-name`, alias || name],
      [`${prefix}/old-tag`, tagText(from)],
      [`${prefix}/new-tag`, tagText(to)],
    ] as const;
  });
  return Object.fromEntries(entries);
}
