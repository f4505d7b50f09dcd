import { Readable } from 'node:stream';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { onAbort } from '../async/index.js';
import { errorCode, errorMessage } from '../errors/index.js';
import type { AgentPool } from '../http/index.js';

/** The part of the SDK's request handler that its clients call. */
export type AwsRequestHandler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

const timeouts = { connectionTimeout: 10_000, requestTimeout: 30_000 };

/** A request handler on our own connections: the same keep-alive, proxies and CAs for the SDK as for everything else. */
export async function createRequestHandler(agents: AgentPool): Promise<AwsRequestHandler> {
  const { NodeHttpHandler: Handler } = await import('@smithy/node-http-handler');
  const makeHandler = async (origin: string): Promise<NodeHttpHandler> => {
    const agent = await agents.agentFor(new URL(origin));
    return new Handler({ ...timeouts, httpAgent: agent, httpsAgent: agent });
  };
  const handlers = new Map<string, Promise<NodeHttpHandler>>();
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      const port = request.port === undefined ? '' : `:${request.port}`;
      const origin = `${request.protocol}//${request.hostname}${port}/`;
      const made = handlers.get(origin) ?? makeHandler(origin);
      handlers.set(origin, made);
      const handler = await made;
      const { signal, leave } = oneListener(options?.abortSignal);
      try {
        const answer = await handler.handle(request, { ...options, ...(signal && { abortSignal: signal }) });
        whenClosed(answer.response.body, leave);
        return answer;
      } catch (error) {
        leave();
        throw toOwnError(error);
      }
    },
    // The connections belong to the pool, and so does their configuration.
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

type HandlerSignal = NonNullable<Parameters<AwsRequestHandler['handle']>[1]>['abortSignal'];

/** The SDK listens to the signal that it is given once for each call, and Node takes eleven listeners for a leak and says so. */
function oneListener(caller: HandlerSignal): { readonly signal?: AbortSignal; leave(): void } {
  if (!isAbortSignal(caller)) return { leave: () => undefined };
  const own = new AbortController();
  return { signal: own.signal, leave: onAbort(caller, () => own.abort(caller.reason)) };
}

function isAbortSignal(signal: unknown): signal is AbortSignal {
  return typeof signal === 'object' && signal !== null && 'reason' in signal && 'addEventListener' in signal;
}

function whenClosed(body: unknown, call: () => void): void {
  if (body instanceof Readable) body.once('close', call);
  else call();
}

/**
 * The SDK knows an error by `instanceof Error`, which is false for what another realm's sockets throw, and then loses its code: whether it
 * repeats the call, and what we say of it, depends on that.
 */
function toOwnError(error: unknown): Error {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'Error';
  const own = Object.assign(new Error(errorMessage(error), { cause: error }), { name });
  const code = errorCode(error);
  return code === undefined ? own : Object.assign(own, { code });
}
