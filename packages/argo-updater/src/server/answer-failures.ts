import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Logger } from '@towline/shared/ports';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isServerError, ServerError, statusOf } from './server-error.js';

/** Seconds after which whoever was turned away may come again. */
const retryAfter = 5;

/** Answers failures of routes as JSON, in the form in which commands tell them. What nobody foresaw is logged and says nothing of itself. */
export function answerFailures(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler(async (request, reply) => refuse(reply, notFound(request.url)));
  app.setErrorHandler(async (error, request, reply) => {
    const known = toServerError(error);
    if (known.code === 'server-failed') {
      const fields = { route: request.routeOptions.url, code: errorCode(error), error: errorMessage(error) };
      log.error(fields, 'A request could not be answered');
    }
    return refuse(reply, known);
  });
}

function refuse(reply: FastifyReply, error: ServerError): FastifyReply {
  const { code, message, hint } = error;
  if (code === 'server-busy') reply.header('retry-after', retryAfter);
  if (code === 'server-unauthenticated') reply.header('www-authenticate', 'Bearer');
  return reply.code(statusOf[code]).send({ error: { code, message, ...(hint === undefined ? {} : { hint }) } });
}

function notFound(url: string): ServerError {
  // The query may hold a secret.
  return new ServerError('server-not-found', `There is nothing at ${url.split('?', 1)[0]}`);
}

function toServerError(error: unknown): ServerError {
  if (isServerError(error)) return error;
  const status = statusIn(error);
  if (status === 413) return new ServerError('server-too-large', 'The request is too large');
  if (status >= 400 && status < 500) return new ServerError('server-unreadable', errorMessage(error));
  return new ServerError('server-failed', 'The request could not be answered', { cause: error });
}

/** What Fastify says of its own refusals. */
function statusIn(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
