import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { testCertificate } from '@towline/test-kit/serve';
import type { Clock, HttpRequest } from '../ports/index.js';
import { createHttpClient, type HttpAttempt, type HttpClientOptions, type HttpError } from './index.js';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Listens on the loopback interface and gives `host:port`. */
async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = async (listener: RequestListener): Promise<string> => `http://${await listen(createServer(listener))}`;

/** A clock that counts the sleeps it is asked for and wakes at once. */
function countingClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => Date.UTC(2026, 0, 1),
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
    },
  };
}

function client(options: HttpClientOptions = {}) {
  const clock = countingClock();
  const attempts: HttpAttempt[] = [];
  const http = createHttpClient({ clock, random: () => 0, onAttempt: (attempt) => attempts.push(attempt) }, options);
  return { ...http, clock, attempts };
}

const failureOf = async (
  request: HttpRequest,
  http: { request(request: HttpRequest): Promise<unknown> } = client(),
): Promise<HttpError> =>
  http.request(request).then(
    () => {
      throw new Error('the request was expected to fail');
    },
    (error: HttpError) => error,
  );

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Answers with what it was asked, as JSON. */
const mirror: RequestListener = async (request, response) => {
  const { method, url, headers } = request;
  response.end(JSON.stringify({ method, url, headers, body: await bodyOf(request) }));
};

const redirectTo = (response: ServerResponse, location: string, status = 302) =>
  response.writeHead(status, { location }).end('moved');

describe('bodies', () => {
  it('reads JSON, text and bytes', async () => {
    const url = await serve((_request, response) => response.end('{"a": "ü"}'));
    const http = client();
    expect((await http.request({ url, expect: 'json' })).body).toEqual({ a: 'ü' });
    expect((await http.request({ url, expect: 'text' })).body).toBe('{"a": "ü"}');
    expect(Buffer.from((await http.request({ url, expect: 'bytes' })).body)).toEqual(Buffer.from('{"a": "ü"}'));
    expect((await http.request({ url, expect: 'none' })).body).toBeUndefined();
  });

  it.each([
    ['text', 'plain', undefined, 'plain'],
    ['bytes', Buffer.from('raw'), undefined, 'raw'],
    ['a stream', Readable.from([Buffer.from('streamed')]), undefined, 'streamed'],
    ['an object', { a: 1 }, 'application/json', '{"a":1}'],
  ])('sends %s with no content type but its own', async (_kind, body, contentType, sent) => {
    const url = await serve(mirror);
    const answer = await client().request({ url, method: 'PUT', body, expect: 'json' });
    expect(answer.body).toMatchObject({ method: 'PUT', body: sent });
    expect((answer.body as { headers: Record<string, string> }).headers['content-type']).toBe(contentType);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('undoes %s, and says nothing of it in the headers', async (encoding, compress) => {
    const url = await serve((_request, response) =>
      response.setHeader('content-encoding', encoding).end(compress('plain text')),
    );
    const answer = await client().request({ url, expect: 'text' });
    expect(answer.body).toBe('plain text');
    expect(answer.headers).not.toHaveProperty('content-encoding');
  });

  it('does not look for compressed bytes where there are none', async () => {
    const url = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end());
    await expect(client().request({ url, method: 'HEAD', expect: 'none' })).resolves.toMatchObject({ status: 200 });
  });

  it('refuses a compressed body that ends too early', async () => {
    const half = gzipSync('x'.repeat(10_000)).subarray(0, 20);
    const url = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(half));
    expect(await failureOf({ url, expect: 'text' })).toMatchObject({ code: 'http-bad-body' });
  });

  it('stops a small body that unfolds into a large one', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const url = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    const error = await failureOf({ url, expect: 'bytes', maxBytes: 1_000_000 });
    expect(error.code).toBe('http-body-too-large');
    expect(error.message).toContain('more than 1000000 bytes');
  });

  it('stops a stream at the limit that its request names', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(100_000)));
    const { body } = await client().request({ url, expect: 'stream', maxBytes: 50_000 });
    await expect(Readable.from(body).toArray()).rejects.toMatchObject({ code: 'http-body-too-large' });
  });

  it('names text that is not JSON, but not of a status that was accepted as it is', async () => {
    const url = await serve((request, response) => {
      response.writeHead(request.url === '/404' ? 404 : 200).end('<html>');
    });
    expect(await failureOf({ url, expect: 'json' })).toMatchObject({ code: 'http-bad-body', bodyText: '<html>' });
    const accepted = await client().request({ url: `${url}/404`, expect: 'json', accept: [404] });
    expect(accepted).toMatchObject({ status: 404, body: undefined });
  });

  it('joins repeated headers', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']).setHeader('link', ['<x>', '<y>']).end();
    });
    const { headers } = await client().request({ url, expect: 'none' });
    expect(headers).toMatchObject({ 'set-cookie': 'a=1\nb=2', link: '<x>, <y>' });
  });
});

describe('failures', () => {
  it('carry the status, headers and words of the server, and no secret of the address', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(403, { 'x-code': 'denied', 'set-cookie': 'a=1' }).end('{"why":"no"}');
    });
    const error = await failureOf({ url: `${url}/x?token=hunter2`, expect: 'json' });
    expect(error).toMatchObject({ code: 'http-status', status: 403, bodyText: '{"why":"no"}', method: 'GET' });
    expect(error.headers).toMatchObject({ 'x-code': 'denied' });
    expect(error.headers).not.toHaveProperty('set-cookie');
    expect(error.message).toBe(`GET ${url}/x?token=[redacted] answered 403 Forbidden`);
  });

  it('keep no request header, whatever is printed of them', async () => {
    const error = await failureOf(
      { url: 'http://127.0.0.1:1/', headers: { authorization: 'Bearer hunter2' }, expect: 'none' },
      client({ retries: 0 }),
    );
    expect(error).toMatchObject({ code: 'http-network', networkCode: 'ECONNREFUSED' });
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('hunter2');
  });

  it.each([
    ['ftp://host/', 'not an http or https URL'],
    ['nonsense', 'not an http or https URL'],
    ['https://user:hunter2@host/', 'credentials belong in a header'],
  ])('refuse to send %s', async (url, why) => {
    const error = await failureOf({ url, expect: 'none' });
    expect(error.code).toBe('http-bad-request');
    expect(error.message).toContain(why);
    expect(error.message).not.toContain('hunter2');
  });

  it('name a time limit, before and within the answer', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/half') response.writeHead(200).write('half');
    });
    const http = client({ timeoutMs: 30, retries: 0 });
    expect(await failureOf({ url, expect: 'text' }, http)).toMatchObject({ code: 'http-timeout' });
    expect(await failureOf({ url: `${url}/half`, expect: 'text' }, http)).toMatchObject({ code: 'http-timeout' });
  });

  it('name a stream that stops coming, but not a reader that takes its time', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/never') return;
      response.writeHead(200);
      if (request.url === '/stuck') response.write('half');
      else response.end(Buffer.alloc(1_000_000));
    });
    const http = client({ timeoutMs: 30, retries: 0 });
    const stuck = await http.request({ url: `${url}/stuck`, expect: 'stream' });
    await expect(Readable.from(stuck.body).toArray()).rejects.toMatchObject({ code: 'http-timeout' });

    const slow = await http.request({ url, expect: 'stream' });
    let size = 0;
    for await (const chunk of slow.body) {
      // Longer than the limit by construction: another request runs into it meanwhile.
      if (size === 0) await failureOf({ url: `${url}/never`, expect: 'none' }, http);
      size += chunk.length;
    }
    expect(size).toBe(1_000_000);
  });

  it.each(['/before', '/within'])('keep the reason of a caller who gives up %s the answer', async (path) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const url = await serve((request, response) => {
      if (request.url === '/within') response.writeHead(200).write('half');
      setImmediate(() => controller.abort(reason));
    });
    const error = await failureOf({ url: url + path, expect: 'text', signal: controller.signal });
    expect(error).toMatchObject({ code: 'http-aborted', cause: reason });
  });

  it('name a connection that breaks within the answer', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    });
    const error = await failureOf({ url, expect: 'text' }, client({ retries: 0 }));
    expect(error).toMatchObject({ code: 'http-network', networkCode: 'ECONNRESET' });
  });
});

describe('retries', () => {
  it('repeats until the server recovers, waiting as long as it asks for', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      if (asked < 3) response.writeHead(429, { 'retry-after': String(asked) }).end();
      else response.end('fine');
    });
    const http = client();
    expect((await http.request({ url, expect: 'text' })).body).toBe('fine');
    expect(http.clock.sleeps).toEqual([1_000, 2_000]);
    expect(http.attempts.map(({ attempt, status, failure }) => [attempt, status, failure])).toEqual([
      [1, 429, 'http-status'],
      [2, 429, 'http-status'],
      [3, 200, undefined],
    ]);
  });

  it('repeats an answer that broke off', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      if (asked > 1) return void response.end('whole');
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    });
    expect((await client().request({ url, expect: 'text' })).body).toBe('whole');
  });

  it('gives up after the last one with the last failure', async () => {
    const http = client({ retries: 2 });
    const url = await serve((_request, response) => response.writeHead(503).end());
    expect(await failureOf({ url, expect: 'none' }, http)).toMatchObject({ code: 'http-status', status: 503 });
    expect(http.attempts).toHaveLength(3);
  });

  it('ends with its caller while it waits', async () => {
    const controller = new AbortController();
    const clock: Clock = {
      now: () => 0,
      sleep: async (_milliseconds, signal) => {
        controller.abort(new Error('enough'));
        signal?.throwIfAborted();
      },
    };
    const url = await serve((_request, response) => response.writeHead(503).end());
    const error = await failureOf({ url, expect: 'none', signal: controller.signal }, createHttpClient({ clock }));
    expect(error).toMatchObject({ code: 'http-aborted', cause: { message: 'enough' } });
  });
});

describe('redirects', () => {
  const credentials = { authorization: 'Bearer x', cookie: 'a=1', 'private-token': 'y', range: 'bytes=0-9' };

  it('keep credentials within an origin', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/from') redirectTo(response, '/to', 307);
      else mirror(request, response);
    });
    const answer = await client().request({ url: `${url}/from`, headers: credentials, expect: 'json' });
    expect(answer.url).toBe(`${url}/to`);
    expect(answer.body).toMatchObject({ headers: credentials });
  });

  it('drop all that may be a credential when they leave it', async () => {
    const elsewhere = await serve(mirror);
    const url = await serve((_request, response) => redirectTo(response, `${elsewhere}/blob`, 307));
    const { body } = await client().request({ url, headers: credentials, expect: 'json' });
    const { headers } = body as { headers: Record<string, string> };
    expect(headers).toMatchObject({ range: 'bytes=0-9' });
    for (const name of ['authorization', 'cookie', 'private-token']) expect(headers).not.toHaveProperty(name);
  });

  it.each([
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'body'],
    [308, 'PUT', 'PUT', 'body'],
  ] as const)('%s turns %s into %s', async (status, method, expected, body) => {
    const url = await serve((request, response) => {
      if (request.url === '/from') redirectTo(response, '/to', status);
      else mirror(request, response);
    });
    const answer = await client().request({ url: `${url}/from`, method, body: 'body', expect: 'json' });
    expect(answer.body).toMatchObject({ method: expected, body });
  });

  it('never carry a body to another origin', async () => {
    const elsewhere = await serve(mirror);
    const url = await serve((_request, response) => redirectTo(response, elsewhere, 307));
    const error = await failureOf({ url, method: 'POST', body: 'password=x', expect: 'none' });
    expect(error.code).toBe('http-redirect-refused');
    expect(error.message).toContain('must not get its body');
  });

  it.each([
    ['file:///etc/passwd', 'redirected to file:'],
    ['http://', 'not a URL'],
  ])('are refused to %s', async (location, why) => {
    const url = await serve((_request, response) => redirectTo(response, location));
    const error = await failureOf({ url, expect: 'none' });
    expect(error.code).toBe('http-redirect-refused');
    expect(error.message).toContain(why);
  });

  it('end after five, or are handed over where none is wanted', async () => {
    const url = await serve((_request, response) => redirectTo(response, '/again'));
    expect(await failureOf({ url, expect: 'none' })).toMatchObject({ code: 'http-redirect-refused' });
    const answer = await client().request({ url, expect: 'none', accept: [302], maxRedirects: 0 });
    expect(answer).toMatchObject({ status: 302, headers: { location: '/again' } });
  });
});

describe('TLS', () => {
  const { cert, key } = testCertificate();
  const serveTls = async (listener: RequestListener) =>
    `https://${await listen(createTlsServer({ cert, key }, listener))}`;

  it('trusts the system’s CAs only, unless told more', async () => {
    const url = await serveTls((_request, response) => response.end('fine'));
    expect(await failureOf({ url, expect: 'text' })).toMatchObject({ code: 'http-tls' });
    expect((await client({ ca: [cert] }).request({ url, expect: 'text' })).body).toBe('fine');
    const insecureHosts = [new URL(url).host];
    expect((await client({ insecureHosts }).request({ url, expect: 'text' })).body).toBe('fine');
  });

  it('is not left by a redirect', async () => {
    const plain = await serve(mirror);
    const url = await serveTls((_request, response) => redirectTo(response, plain));
    const error = await failureOf({ url, expect: 'none' }, client({ ca: [cert] }));
    expect(error.code).toBe('http-redirect-refused');
    expect(error.message).toContain('without TLS');
  });

  it('goes through a proxy by CONNECT, with the proxy’s credentials and not ours', async () => {
    const url = await serveTls((_request, response) => response.end('fine'));
    const asked: [string | undefined, string | undefined, string | undefined][] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push([request.url, request.headers['proxy-authorization'], request.headers.authorization]);
      const upstream = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    const address = await listen(proxy);
    const http = client({ proxy: { https: `http://me:pass@${address}` }, insecureHosts: ['service.example'] });
    const request = {
      url: 'https://service.example/',
      headers: { authorization: 'Bearer x' },
      expect: 'text',
    } as const;
    expect((await http.request(request)).body).toBe('fine');
    expect(asked).toEqual([['service.example:443', `Basic ${Buffer.from('me:pass').toString('base64')}`, undefined]]);
  });
});

describe('connections', () => {
  it('are kept alive', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(request.url === '/404' ? 404 : 200).end('body');
    });
    const http = client();
    await http.request({ url, expect: 'none' });
    await failureOf({ url: `${url}/404`, expect: 'none' }, http);
    await http.request({ url, expect: 'json', accept: [] }).catch(() => undefined);
    await http.request({ url, expect: 'text' });
    expect(ports.size).toBe(1);
  });

  it('to http servers go through the proxy that is set, except where NO_PROXY says', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url);
      response.end('by proxy');
    });
    const http = client({ proxy: { http: proxy, no: 'direct.example' }, retries: 0 });
    expect((await http.request({ url: 'http://service.example/x', expect: 'text' })).body).toBe('by proxy');
    const direct = await serve((_request, response) => response.end('direct'));
    expect((await http.request({ url: direct, expect: 'text' })).body).toBe('direct');
    expect(asked).toEqual(['http://service.example/x']);
  });
});
