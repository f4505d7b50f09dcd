import type { LiveContext } from './live-context.js';
import type { LiveNews } from './live-news.js';
import type { LiveView, Peer, ReplicasPort } from './ports.js';

/** What a controller shows. */
export function createLiveView(
  { store, states }: LiveContext,
  { reconcile, replicas }: Pick<LiveNews, 'reconcile'> & { readonly replicas: Pick<ReplicasPort, 'ownerOf'> },
): LiveView {
  return {
    readiness: () =>
      store.isSynced() ? { ready: true } : { ready: false, reason: 'The Applications of the cluster are being read' },
    applications: () => states.all(),
    application: (name) => states.find(name),
    others() {
      const found = new Map<string, Peer>();
      for (const work of store.works()) {
        const owner = replicas.ownerOf(work);
        if (owner !== undefined) found.set(owner.name, owner);
      }
      return [...found.values()];
    },
    reconcile(name) {
      const found = states.find(name);
      return found === undefined ? 'unknown' : reconcile(found.application);
    },
  };
}
