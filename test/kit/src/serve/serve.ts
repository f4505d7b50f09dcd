import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { onAbort } from '@towline/shared/async';
import { errorMessage } from '@towline/shared/errors';
import { answerControl, isControlRequest } from './control.js';
import { createFaults, type Faults, type Strike } from './faults.js';
import { createRequestLog, type RequestEntry, type RequestLog } from './request-log.js';
import { cutInTheMiddle, flipOneBit } from './strike-response.js';
import { testCertificate } from './test-certificate.js';

/** What a handler knows besides the request. */
export interface HandlerContext {
  readonly entry: RequestEntry;
  /** Aborted when the server stops or the client goes: streams end, long polls return. */
  readonly signal: AbortSignal;
}

/** Answers one request. What it throws becomes a 500 that says so. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: HandlerContext,
) => Promise<void> | void;

/** How a fake is served. */
export interface ServeOptions {
  readonly handler: Handler;
  /** The kernel chooses one where absent. */
  readonly port?: number | undefined;
  /** Speak TLS with the kit's test certificate. */
  readonly tls?: boolean | undefined;
  /** The name of what is asked, for counting and for aiming faults; the method where absent. */
  readonly kindOf?: ((request: IncomingMessage) => string) | undefined;
  /** Serve `/_kit/faults` and `/_kit/requests`, for fakes that are started as programs. */
  readonly control?: boolean | undefined;
}

/** A fake that listens on 127.0.0.1. */
export interface RunningServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** The certificate to trust, where the server speaks TLS. */
  readonly ca: string | undefined;
  readonly requests: RequestLog;
  readonly faults: Faults;
  /** Takes no new connections, lets running answers end for a moment, then cuts them. */
  stop(): Promise<void>;
}

const graceMs = 500;

/** Serves a handler on a real socket of the loopback interface, with a request log and faults. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { log, record } = createRequestLog(options.kindOf ?? ((request) => request.method ?? 'GET'));
  const { faults, strike } = createFaults();
  const stopping = new AbortController();
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    if (options.control === true && isControlRequest(request)) {
      void answerControl({ request, response, log, faults });
      return;
    }
    const entry = record(request, response);
    const gone = new AbortController();
    // By hand: what `AbortSignal.any` makes is remembered as long as the server runs.
    const leave = onAbort(stopping.signal, () => gone.abort());
    response.once('close', () => {
      leave();
      gone.abort();
    });
    const context = { entry, signal: gone.signal };
    const handle = () => options.handler(request, response, context);
    void answer({ handle, response, strike: strike(entry), signal: context.signal });
  };
  const { server, ca } = createServer(options.tls === true, onRequest);
  const port = await listen(server, options.port ?? 0);
  return {
    url: `${ca === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    ca,
    requests: log,
    faults,
    async stop() {
      stopping.abort();
      await close(server);
    },
  };
}

interface Exchange {
  readonly handle: () => Promise<void> | void;
  readonly response: ServerResponse;
  readonly strike: Strike;
  readonly signal: AbortSignal;
}

async function answer({ handle, response, strike, signal }: Exchange): Promise<void> {
  try {
    if (strike.latency > 0) await sleep(strike.latency, undefined, { signal });
    if (applyEffect(strike.effect, response) === 'answered') return;
    await handle();
  } catch (error) {
    if (signal.aborted || response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'text/plain' }).end(`the fake failed: ${errorMessage(error)}`);
  }
}

function applyEffect(effect: Strike['effect'], response: ServerResponse): 'answered' | 'go on' {
  switch (effect?.effect) {
    case undefined:
      return 'go on';
    case 'answer':
      response.writeHead(effect.status, effect.headers).end(effect.body);
      return 'answered';
    case 'silence':
      return 'answered';
    case 'cut':
      if (effect.at === 'before') {
        response.destroy();
        return 'answered';
      }
      cutInTheMiddle(response);
      return 'go on';
    case 'wrong-content':
      flipOneBit(response);
      return 'go on';
  }
}

function createServer(tls: boolean, onRequest: (request: IncomingMessage, response: ServerResponse) => void) {
  if (!tls) return { server: createHttpServer(onRequest), ca: undefined };
  const { cert, key } = testCertificate();
  return { server: createHttpsServer({ cert, key }, onRequest), ca: cert };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
