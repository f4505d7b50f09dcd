import type { AddressInfo } from 'node:net';
import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Logger } from '@towline/shared/ports';
import type { FastifyInstance } from 'fastify';
import { answerFailures } from './answer-failures.js';
import { ServerError } from './server-error.js';

/** Some routes of the server. */
export type Routes = (app: FastifyInstance) => void;

/** A certificate with its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** One address, and what is answered there. */
export interface ListenerOptions {
  /** All addresses of the machine where absent. */
  readonly host?: string | undefined;
  /** 0 for any that is free. */
  readonly port: number;
  /** Plain HTTP where absent. */
  readonly certificate?: Certificate | undefined;
  readonly routes: readonly Routes[];
  /** The largest body; default 4 MiB, since a push of two thousand commits is told in two. */
  readonly maxBytes?: number | undefined;
}

/** An address that is listened on. */
export interface RunningListener {
  readonly port: number;
  /** With scheme and port, without a slash at its end. */
  readonly url: string;
  /** Uses another certificate for connections from now on. */
  renew(certificate: Certificate): void;
  /** Takes no new requests, and resolves once the running ones are answered. */
  close(): Promise<void>;
}

const usualMaxBytes = 4 * 1024 * 1024;
/** A request comes within this time, or its connection is cut. */
const requestTimeoutMs = 10_000;

/** Listens. Throws a `ServerError` where that is not possible. */
export async function startListener(options: ListenerOptions, log: Logger): Promise<RunningListener> {
  const { host = '::', port, certificate, routes, maxBytes = usualMaxBytes } = options;
  const { fastify } = await import('fastify');
  const common = { bodyLimit: maxBytes, requestTimeout: requestTimeoutMs, return503OnClosing: true } as const;
  const app: FastifyInstance = makeApp(() =>
    certificate === undefined ? fastify(common) : fastify({ ...common, https: { ...certificate } }),
  );
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  answerFailures(app, log);
  for (const register of routes) register(app);
  await listen(app, host, port);
  const { port: bound } = addressOf(app);
  return {
    port: bound,
    url: `${certificate === undefined ? 'http' : 'https'}://${host === '::' ? 'localhost' : host}:${bound}`,
    renew: (renewed) => renewCertificate(app, renewed),
    close: () => app.close(),
  };
}

function makeApp<App>(make: () => App): App {
  try {
    return make();
  } catch (error) {
    throw unusable(error);
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (errorCode(error) === 'EAFNOSUPPORT' && host === '::') return listen(app, '0.0.0.0', port);
    await app.close();
    const message = `Port ${port} of ${host} cannot be listened on: ${errorMessage(error)}`;
    throw new ServerError('server-address', message, { cause: error });
  }
}

function addressOf({ server }: FastifyInstance): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new ServerError('server-address', 'The server has no port');
  return address;
}

function renewCertificate({ server }: FastifyInstance, certificate: Certificate): void {
  if (!('setSecureContext' in server) || typeof server.setSecureContext !== 'function') return;
  try {
    server.setSecureContext(certificate);
  } catch (error) {
    throw unusable(error);
  }
}

function unusable(error: unknown): ServerError {
  const message = `The certificate and its key cannot be used: ${errorMessage(error)}`;
  return new ServerError('server-tls', message, { cause: error });
}
