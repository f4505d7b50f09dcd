import type { ServerPorts } from '../server-ports.js';
import type { Routes } from '../start-listener.js';

/** `/metrics`, for Prometheus. */
export function metricsPage({ metrics }: Pick<ServerPorts, 'metrics'>): Routes {
  return (app) => {
    app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  };
}
