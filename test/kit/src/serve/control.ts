import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorMessage } from '@towline/shared/errors';
import { readJson, sendJson } from './exchange.js';
import type { Faults } from './faults.js';
import type { RequestLog } from './request-log.js';
import { faultSchema } from './schema.js';

interface ControlExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly log: RequestLog;
  readonly faults: Faults;
}

/** Whether a request is for the kit itself, not for the protocol that it fakes. */
export function isControlRequest(request: IncomingMessage): boolean {
  return request.url?.startsWith('/_kit/') === true;
}

/**
 * The control endpoint of a standalone fake: `POST /_kit/faults` adds a fault, `DELETE` takes all away, `GET /_kit/requests` gives the
 * request log and its counts, `DELETE` empties it.
 */
export async function answerControl({ request, response, log, faults }: ControlExchange): Promise<void> {
  switch (`${request.method} ${request.url}`) {
    case 'POST /_kit/faults':
      try {
        faults.add(faultSchema.parse(await readJson(request)));
        return sendJson(response, 201, {});
      } catch (error) {
        return sendJson(response, 400, { message: errorMessage(error) });
      }
    case 'DELETE /_kit/faults':
      faults.clear();
      return sendJson(response, 200, {});
    case 'GET /_kit/requests':
      return sendJson(response, 200, {
        counts: log.counts(),
        entries: log.entries.map(({ method, path, kind, status }) => ({ method, path, kind, status })),
      });
    case 'DELETE /_kit/requests':
      log.clear();
      return sendJson(response, 200, {});
    default:
      return sendJson(response, 404, { message: `no control endpoint ${request.method} ${request.url}` });
  }
}
