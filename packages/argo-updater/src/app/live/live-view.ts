import type { LiveContext } from './live-context.js';
import type { LiveNews } from './live-news.js';
import type { LiveView } from './ports.js';

/** What a controller shows. */
export function createLiveView({ store, states }: LiveContext, reconcile: LiveNews['reconcile']): LiveView {
  return {
    readiness: () =>
      store.isSynced() ? { ready: true } : { ready: false, reason: 'The Applications of the cluster are being read' },
    applications: () => states.all(),
    application: (name) => states.find(name),
    reconcile(name) {
      const found = states.find(name);
      return found === undefined ? 'unknown' : reconcile(found.application);
    },
  };
}
