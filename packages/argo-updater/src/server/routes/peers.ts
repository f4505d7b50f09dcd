import type { FastifyRequest } from 'fastify';
import { isSameText } from '../access/same-text.js';
import { applicationData, deliveryData } from '../api-data.js';
import { queryOf, readBody } from '../read-request.js';
import { handedSchema } from '../schema.js';
import { ServerError } from '../server-error.js';
import type { ServerPorts } from '../server-ports.js';
import type { Routes } from '../start-listener.js';

type PeerPorts = Pick<ServerPorts, 'handed' | 'peerToken' | 'view' | 'trace'>;

/**
 * `/internal/…`, for other replicas alone: `events` takes news that they hand over, because this replica owns what they are about;
 * `applications` and `deliveries` tell what this one knows, and nobody else.
 */
export function peers({ handed, peerToken, view, trace }: PeerPorts): Routes {
  const admit = async ({ headers }: FastifyRequest): Promise<void> => {
    const shown = headers.authorization ?? '';
    const known = await peerToken?.agrees((token) => isSameText(shown, `Bearer ${token.reveal()}`) || undefined);
    if (known !== true) throw new ServerError('server-unauthenticated', 'Only replicas ask here');
  };
  return (app) => {
    app.post('/internal/events', async (request, reply) => {
      await admit(request);
      if (handed(readBody(request, handedSchema)) === 'full')
        throw new ServerError('server-busy', 'Too many events are waiting');
      return reply.code(202).send({ accepted: true });
    });
    app.get('/internal/applications', async (request) => {
      await admit(request);
      return { applications: view.applications().map(applicationData) };
    });
    app.get('/internal/deliveries', async (request) => {
      await admit(request);
      const { sha, application = '' } = queryOf(request);
      const records = sha === undefined ? trace.byApplication(application) : trace.bySha(sha);
      return { deliveries: records.map(deliveryData) };
    });
  };
}
