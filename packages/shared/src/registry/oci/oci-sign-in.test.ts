import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import { type RunningServer, send, sendJson, serve } from '@towline/test-kit/serve';
import { createHttpClient } from '../../http/index.js';
import { silentLogger } from '../../ports/index.js';
import { Secret } from '../../secret/index.js';
import type { RegistryCredential } from '../credentials/credential.js';
import { createMemoryFactCache } from '../fact-cache/memory-fact-cache.js';
import { createOciRegistry } from './oci-registry.js';

type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

const servers: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(route: Route): Promise<RunningServer> {
  const server = await serve({
    kindOf: (request) => `${request.method} ${request.url?.split('?')[0]}`,
    handler: (request, response) => route(request, response, new URL(request.url ?? '/', 'http://server')),
  });
  servers.push(server);
  return server;
}

interface ClientOptions {
  readonly credential?: RegistryCredential;
  readonly credentials?: (refresh: boolean) => RegistryCredential;
  readonly clock?: ManualClock;
}

function client(server: RunningServer, { credential, credentials, clock }: ClientOptions = {}) {
  const provider = async (_: unknown, { refresh = false } = {}) =>
    credentials?.(refresh) ?? credential ?? ({ kind: 'anonymous' } as const);
  return createOciRegistry(
    {
      http: createHttpClient({}, { retries: 0 }),
      clock: clock ?? createManualClock(),
      log: silentLogger,
      cache: createMemoryFactCache(),
      credentials: { credentials: provider },
    },
    { name: 'registry.test', url: server.url },
  );
}

const repository = { host: 'registry.test', path: 'acme/web' };
const names = { repository, demand: { kind: 'names' } } as const;
const basic = { kind: 'basic', username: 'robot', password: new Secret('pa:ss') } as const;
const robot = `Basic ${Buffer.from('robot:pa:ss').toString('base64')}`;

/** Answers like a registry with a token server on the same host; `tokens` hands them out. */
function bearerRoute(
  tokens: (request: IncomingMessage, url: URL) => { token: string; expires_in?: number },
  valid: (token: string) => boolean,
): Route {
  return (request, response, url) => {
    if (url.pathname === '/token') return sendJson(response, 200, tokens(request, url));
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && valid(token)) return sendJson(response, 200, { tags: ['1.0'] });
    const challenge = `Bearer realm="http://${request.headers.host}/token",service="the, registry"`;
    const head = { status: 401, headers: { 'www-authenticate': challenge } };
    return sendJson(response, head, { errors: [{ code: 'UNAUTHORIZED', message: 'who are you' }] });
  };
}

describe('signing in', () => {
  it('sends Basic after a Basic challenge', async () => {
    const server = await start((request, response) => {
      if (request.headers.authorization === robot) return sendJson(response, 200, { tags: ['1.0'] });
      return sendJson(response, { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } }, {});
    });
    expect(await client(server, { credential: basic }).candidates(names)).toEqual([{ tag: '1.0' }]);
    expect(server.requests.counts()).toEqual({ 'GET /v2/': 1, 'GET /v2/acme/web/tags/list': 1 });
  });

  it('fetches one token for many requests at once, with Basic, service and scope', async () => {
    const asked: { authorization: string | undefined; query: string }[] = [];
    const server = await start(
      bearerRoute(
        (request, url) => {
          asked.push({ authorization: request.headers.authorization, query: url.search });
          return { token: 't' };
        },
        (token) => token === 't',
      ),
    );
    const registry = client(server, { credential: basic });
    await Promise.all([registry.candidates(names), registry.candidates(names), registry.candidates(names)]);
    expect(asked).toEqual([
      { authorization: robot, query: '?service=the%2C+registry&scope=repository%3Aacme%2Fweb%3Apull' },
    ]);
    expect(server.requests.count('GET /v2/')).toBe(1);
  });

  it('uses a token until shortly before it expires', async () => {
    const clock = createManualClock();
    let handed = 0;
    const server = await start(
      bearerRoute(
        () => ({ token: `t${++handed}`, expires_in: 100 }),
        () => true,
      ),
    );
    const registry = client(server, { clock });
    await registry.candidates(names);
    clock.advance(74_000);
    await registry.candidates(names);
    expect(handed).toBe(1);
    clock.advance(2_000);
    await registry.candidates(names);
    expect(handed).toBe(2);
  });

  it('fetches a new token and new credentials once when the registry refuses the old ones', async () => {
    let generation = 1;
    const seen: boolean[] = [];
    const server = await start(
      bearerRoute(
        () => ({ token: `t${generation}`, expires_in: 3600 }),
        (token) => token === `t${generation}`,
      ),
    );
    const registry = client(server, {
      credentials: (refresh) => {
        seen.push(refresh);
        return basic;
      },
    });
    await registry.candidates(names);
    generation = 2;
    expect(await registry.candidates(names)).toEqual([{ tag: '1.0' }]);
    expect(seen).toEqual([false, true]);
  });

  it('gives up after one more try, with the words of the server and without the credentials', async () => {
    const server = await start(
      bearerRoute(
        () => ({ token: 'hidden-token' }),
        () => false,
      ),
    );
    const failure = await client(server, { credential: basic })
      .candidates(names)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'registry-unauthorized', status: 401, serverCode: 'UNAUTHORIZED' });
    expect(String(failure)).toContain('who are you');
    expect(JSON.stringify([String(failure), failure])).not.toMatch(/hidden-token|pa:ss/);
    expect(server.requests.count('GET /v2/acme/web/tags/list')).toBe(2);
  });

  it('posts an identity token as a refresh token, in the body alone', async () => {
    let form: URLSearchParams | undefined;
    const bearer = bearerRoute(
      () => ({ token: 'never' }),
      (token) => token === 'from-post',
    );
    const server = await start((request, response, url) => {
      if (request.method !== 'POST') return bearer(request, response, url);
      request.on('data', (chunk: Buffer) => {
        form = new URLSearchParams(chunk.toString());
      });
      request.on('end', () => sendJson(response, 200, { access_token: 'from-post' }));
    });
    await client(server, { credential: { kind: 'identity-token', token: new Secret('refresh-me') } }).candidates(names);
    expect(Object.fromEntries(form ?? [])).toEqual({
      grant_type: 'refresh_token',
      client_id: 'towline',
      service: 'the, registry',
      scope: 'repository:acme/web:pull',
      refresh_token: 'refresh-me',
    });
    expect(server.requests.entries.map(({ path }) => path).join(' ')).not.toContain('refresh-me');
  });

  it('learns the scheme from a later 401 where /v2/ was open', async () => {
    const bearer = bearerRoute(
      () => ({ token: 't' }),
      (token) => token === 't',
    );
    const server = await start((request, response, url) =>
      url.pathname === '/v2/' ? send(response, { status: 200 }) : bearer(request, response, url),
    );
    expect(await client(server).candidates(names)).toEqual([{ tag: '1.0' }]);
  });
});
