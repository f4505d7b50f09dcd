import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { type RunningServer, send, sendJson, serve } from '@towline/test-kit/serve';
import { createHttpClient } from '../../http/index.js';
import { silentLogger } from '../../ports/index.js';
import { createMemoryFactCache } from '../fact-cache/memory-fact-cache.js';
import { toDigest } from '../format/digest-of.js';
import { createOciRegistry, type OciRegistryOptions } from './oci-registry.js';

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

function client(server: RunningServer, options: Partial<OciRegistryOptions> = {}) {
  return createOciRegistry(
    {
      http: createHttpClient({}, { retries: 0 }),
      clock: createManualClock(),
      log: silentLogger,
      cache: createMemoryFactCache(),
      credentials: { credentials: async () => ({ kind: 'anonymous' }) },
    },
    { name: 'registry.test', url: server.url, ...options },
  );
}

const repository = { host: 'registry.test', path: 'acme/web' };
const names = { repository, demand: { kind: 'names' } } as const;

describe('listing tags', () => {
  const pages = (route: (url: URL) => { tags: string[] | null; link?: string; etag?: string }): Route => {
    return (request, response, url) => {
      if (url.pathname === '/v2/') return send(response, { status: 200 });
      const { tags, link, etag } = route(url);
      const headers = { ...(link && { link }), ...(etag && { etag }) };
      if (etag !== undefined && request.headers['if-none-match'] === etag)
        return send(response, { status: 304, headers });
      return sendJson(response, { status: 200, headers }, { tags });
    };
  };
  const list = async (route: Route, options: Partial<OciRegistryOptions> = {}) => {
    const server = await start(route);
    const listed = [...(await client(server, { pageSize: 2, ...options }).candidates(names))];
    return { tags: listed.map(({ tag }) => tag), requests: server.requests.count('GET /v2/acme/web/tags/list') };
  };

  it('goes on by a relative Link', async () => {
    const link = '</v2/acme/web/tags/list?n=2&last=b>; rel="next"';
    const route = pages((url) => (url.searchParams.has('last') ? { tags: ['c'] } : { tags: ['a', 'b'], link }));
    expect(await list(route)).toEqual({ tags: ['a', 'b', 'c'], requests: 2 });
  });

  it('refuses a Link to another host, which would get the credentials', async () => {
    const route = pages(() => ({ tags: ['a'], link: '<https://evil.example/v2/x>; rel="next"' }));
    await expect(list(route)).rejects.toMatchObject({ code: 'registry-bad-response' });
  });

  it('asks by last where a registry fills its pages and sends no Link', async () => {
    const route = pages((url) => {
      if (url.searchParams.get('n') === '1') return { tags: ['a'] };
      return { tags: url.searchParams.get('last') === 'b' ? ['c'] : ['a', 'b'] };
    });
    expect(await list(route)).toEqual({ tags: ['a', 'b', 'c'], requests: 3 });
  });

  it('takes a full page without Link for the last one where the registry knows Links, and finds that out once', async () => {
    const link = '</v2/acme/web/tags/list?n=1&last=a>; rel="next"';
    const server = await start(
      pages((url) => (url.searchParams.get('n') === '1' ? { tags: ['a'], link } : { tags: ['a', 'b'] })),
    );
    const registry = client(server, { pageSize: 2 });
    const listed = await Promise.all([1, 2, 3].map(() => registry.candidates(names)));
    expect(listed.map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(server.requests.count('GET /v2/acme/web/tags/list')).toBe(4);
  });

  it('asks a registry that does not page for nothing more', async () => {
    expect(await list(pages(() => ({ tags: ['a', 'b'] })))).toEqual({ tags: ['a', 'b'], requests: 2 });
    expect(await list(pages(() => ({ tags: ['a', 'b', 'c'] })))).toEqual({ tags: ['a', 'b', 'c'], requests: 1 });
  });

  it('refuses pages that go round in a circle', async () => {
    let page = 0;
    const route = pages(() => ({ tags: [`t${++page}`], link: `</v2/acme/web/tags/list?p=${page % 2}>; rel="next"` }));
    await expect(list(route)).rejects.toMatchObject({ code: 'registry-bad-response' });
  });

  it('refuses more tags than the bound', async () => {
    const route = pages(() => ({ tags: ['a', 'b', 'c'] }));
    await expect(list(route, { maxTags: 2 })).rejects.toMatchObject({ code: 'registry-listing-too-long' });
  });

  it('takes null for an empty list', async () => {
    expect((await list(pages(() => ({ tags: null })))).tags).toEqual([]);
  });

  it('does not have an unchanged page sent again where the server knows ETags', async () => {
    const statuses: number[] = [];
    const server = await start((request, response, url) => {
      response.on('finish', () => statuses.push(response.statusCode));
      pages(() => ({ tags: ['a'], etag: '"1"' }))(request, response, url);
    });
    const registry = client(server);
    expect(await registry.candidates(names)).toEqual([{ tag: 'a' }]);
    expect(await registry.candidates(names)).toEqual([{ tag: 'a' }]);
    expect(statuses).toEqual([200, 200, 304]);
  });

  it.each([
    [404, 'registry-repository-not-found'],
    [403, 'registry-forbidden'],
    [429, 'registry-rate-limited'],
    [500, 'registry-unavailable'],
    [418, 'registry-bad-response'],
  ])('tells a %i as %s', async (status, code) => {
    const body = { errors: [{ code: 'SERVER_SAYS', message: 'no' }] };
    const route: Route = (_, response, url) => sendJson(response, url.pathname === '/v2/' ? 200 : status, body);
    await expect(list(route)).rejects.toMatchObject({ code, status, serverCode: 'SERVER_SAYS' });
  });

  it('tells a login page as a bad response', async () => {
    const route: Route = (_, response) => send(response, { status: 200, body: '<html>' });
    await expect(list(route)).rejects.toMatchObject({ code: 'registry-bad-response' });
  });

  it('ends with the reason of the signal', async () => {
    const server = await start(() => undefined);
    const controller = new AbortController();
    const listing = client(server).candidates({ ...names, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(listing).rejects.toThrow('enough');
  });
});

describe('digests', () => {
  const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const type = { 'content-type': 'application/vnd.oci.image.index.v1+json' };
  const digests = { repository, demand: { kind: 'digests', tags: ['1.0', 'gone'] } } as const;
  const manifests = (head: (response: ServerResponse) => void): Route => {
    return (request, response, url) => {
      if (url.pathname === '/v2/') return send(response, { status: 200 });
      if (url.pathname.endsWith('/gone')) return send(response, { status: 404 });
      if (request.method === 'HEAD') return head(response);
      return send(response, { status: 200, headers: type, body });
    };
  };

  it('come by HEAD, and tags that are gone are left out', async () => {
    const server = await start(
      manifests((response) => send(response, { status: 200, headers: { ...type, 'docker-content-digest': digest } })),
    );
    expect(await client(server).candidates(digests)).toEqual([{ tag: '1.0', digest }]);
    expect(server.requests.counts()).toEqual({
      'GET /v2/': 1,
      'HEAD /v2/acme/web/manifests/1.0': 1,
      'HEAD /v2/acme/web/manifests/gone': 1,
    });
  });

  it.each([
    ['does not say the digest', 200],
    ['does not know HEAD', 405],
  ])('come by GET where the server %s', async (_, status) => {
    const server = await start(manifests((response) => send(response, { status, headers: type })));
    expect(await client(server).candidates(digests)).toEqual([{ tag: '1.0', digest }]);
  });

  it('are checked: other content than the digest says is refused', async () => {
    const other = toDigest(`sha256:${'0'.repeat(64)}`);
    const server = await start(manifests((response) => send(response, { status: 200 })));
    const inspecting = client(server).inspect({
      repository,
      reference: { kind: 'digest', digest: other },
      depth: 'platforms',
    });
    await expect(inspecting).rejects.toMatchObject({ code: 'registry-bad-response' });
  });
});
