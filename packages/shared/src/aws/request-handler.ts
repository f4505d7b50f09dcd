import type { Agent } from 'node:http';
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
  const handlers = new Map<Agent, NodeHttpHandler>();
  const agentsByOrigin = new Map<string, Promise<Agent>>();
  const agentFor = (origin: string): Promise<Agent> => {
    const agent = agentsByOrigin.get(origin) ?? agents.agentFor(new URL(origin));
    agentsByOrigin.set(origin, agent);
    return agent;
  };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      const port = request.port === undefined ? '' : `:${request.port}`;
      const agent = await agentFor(`${request.protocol}//${request.hostname}${port}/`);
      let handler = handlers.get(agent);
      if (handler === undefined) {
        handler = new Handler({ ...timeouts, httpAgent: agent, httpsAgent: agent });
        handlers.set(agent, handler);
      }
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
