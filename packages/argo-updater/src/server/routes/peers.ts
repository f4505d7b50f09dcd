import { isSameText } from '../access/same-text.js';
import { readBody } from '../read-request.js';
import { handedSchema } from '../schema.js';
import { ServerError } from '../server-error.js';
import type { ServerPorts } from '../server-ports.js';
import type { Routes } from '../start-listener.js';

/** `/internal/events`: news that another replica hands over, because this one owns what it is about. */
export function peers({ handed, peerToken }: Pick<ServerPorts, 'handed' | 'peerToken'>): Routes {
  return (app) => {
    app.post('/internal/events', async (request, reply) => {
      const shown = request.headers.authorization ?? '';
      const known = await peerToken?.agrees((token) => isSameText(shown, `Bearer ${token.reveal()}`) || undefined);
      if (known !== true) throw new ServerError('server-unauthenticated', 'Only replicas send here');
      if (handed(readBody(request, handedSchema)) === 'full')
        throw new ServerError('server-busy', 'Too many events are waiting');
      return reply.code(202).send({ accepted: true });
    });
  };
}
