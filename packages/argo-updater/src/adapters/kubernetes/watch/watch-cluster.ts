import type { Application } from '../../../core/application/application.js';
import type { Finding } from '../../../core/application/finding.js';
import { type ImageUpdater, readImageUpdaters } from '../../../core/application/image-updater/image-updater.js';
import { readApplications } from '../../../core/application/read-application.js';
import { imageUpdaterApi, type Namespaces } from '../read-cluster.js';
import { argocdApi, resourcePath } from '../resource-path.js';
import { type ResourceSink, type WatchDependencies, watchResource } from './watch-resource.js';

/** What is told of the objects of all namespaces that are watched. */
export interface NamespacedSink<Item> extends Omit<ResourceSink<Item>, 'replaced'> {
  /** All there is in this namespace, or in all where it is undefined. */
  replaced(namespace: string | undefined, items: readonly Item[]): void;
}

/** Who is told of what. */
export interface ClusterSinks {
  readonly applications: NamespacedSink<Application>;
  readonly imageUpdaters: NamespacedSink<ImageUpdater>;
}

/** Watches the Applications and ImageUpdaters of a cluster. */
export interface ClusterWatch {
  /** Undefined stands for all namespaces. */
  readonly namespaces: readonly (string | undefined)[];
  watch(sinks: ClusterSinks, signal: AbortSignal): Promise<void>;
}

/** A {@link ClusterWatch}: one watch of each kind per namespace, or one for the cluster. Only what is used of an object is kept. */
export function createClusterWatch(
  dependencies: WatchDependencies,
  { namespaces: watched }: { readonly namespaces: Namespaces },
): ClusterWatch {
  const namespaces = watched === 'all' ? [undefined] : watched;
  const { log } = dependencies;
  const tellFindings = (findings: readonly Finding[]): void => {
    for (const { code, at, message } of findings) log.warn({ code, at, error: message }, 'An object cannot be read');
  };
  const readApplication = (document: unknown): readonly Application[] => {
    const { applications, findings } = readApplications(document, { kind: 'cluster' });
    tellFindings(findings);
    return applications;
  };
  const readImageUpdater = (document: unknown): readonly ImageUpdater[] => {
    const { imageUpdaters, findings } = readImageUpdaters(document);
    tellFindings(findings);
    return imageUpdaters;
  };
  return {
    namespaces,
    async watch({ applications, imageUpdaters }, signal) {
      const watches = namespaces.flatMap((namespace) => [
        watchResource(
          dependencies,
          {
            target: { path: resourcePath(argocdApi, 'applications', namespace), read: readApplication },
            sink: sinkOf(applications, namespace),
          },
          signal,
        ),
        watchResource(
          dependencies,
          {
            target: { path: resourcePath(imageUpdaterApi, 'imageupdaters', namespace), read: readImageUpdater },
            sink: sinkOf(imageUpdaters, namespace),
          },
          signal,
        ),
      ]);
      await Promise.all(watches);
    },
  };
}

function sinkOf<Item>(sink: NamespacedSink<Item>, namespace: string | undefined): ResourceSink<Item> {
  return {
    replaced: (items) => sink.replaced(namespace, items),
    changed: (item) => sink.changed(item),
    gone: (name) => sink.gone(name),
  };
}
