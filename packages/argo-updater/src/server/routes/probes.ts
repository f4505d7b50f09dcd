import type { LiveView } from '../../app/live/ports.js';
import type { Routes } from '../start-listener.js';

/** `/healthz`: the process answers. `/readyz`: it does its work, or what it waits for. */
export function probes({ view }: { readonly view: Pick<LiveView, 'readiness'> }): Routes {
  return (app) => {
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/readyz', async (_request, reply) => {
      const { ready, reason } = view.readiness();
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'waiting', ...(reason ? { reason } : {}) });
    });
  };
}
