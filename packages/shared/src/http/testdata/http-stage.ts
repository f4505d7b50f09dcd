import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach } from '@jest/globals';
import { type RunningServer, serve } from '@towline/test-kit/serve';
import type { HttpRequest } from '../../ports/index.js';
import { createHttpClient, type HttpClientOptions, type HttpError } from '../index.js';

/** How a server of a test answers. */
export type Route = (request: IncomingMessage, response: ServerResponse) => unknown;

const servers: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** The URL of a server that answers so until the test is over. */
export async function start(route: Route, tls = false): Promise<string> {
  const handler = async (request: IncomingMessage, response: ServerResponse) => void (await route(request, response));
  const server = await serve({ handler, tls });
  servers.push(server);
  return server.url;
}

/** A client that waits for nothing between its tries. */
export const client = (options: HttpClientOptions = {}) =>
  createHttpClient({ clock: { now: Date.now, sleep: async () => undefined } }, options);

/** The error of a request that must fail. */
export const failureOf = async (
  request: HttpRequest,
  http: { request(request: HttpRequest): Promise<unknown> } = client(),
): Promise<HttpError> =>
  http.request(request).then(
    () => {
      throw new Error('the request was expected to fail');
    },
    (error: HttpError) => error,
  );
