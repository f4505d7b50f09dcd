import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readBody } from '@towline/test-kit/serve';
import type { Clock } from '../ports/index.js';
import { createHttpClient, type HttpAttempt, type HttpClientOptions } from './index.js';
import { failureOf, type Route, start } from './testdata/http-stage.js';

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

/** Answers with what it was asked, as JSON. */
const mirror: Route = async (request, response) => {
  const { method, url, headers } = request;
  response.end(JSON.stringify({ method, url, headers, body: (await readBody(request)).toString() }));
};

describe('bodies', () => {
  it('reads JSON, text and bytes', async () => {
    const url = await start((_request, response) => response.end('{"a": "ü"}'));
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
    const url = await start(mirror);
    const answer = await client().request({ url, method: 'PUT', body, expect: 'json' });
    expect(answer.body).toMatchObject({ method: 'PUT', body: sent });
    expect((answer.body as { headers: Record<string, string> }).headers['content-type']).toBe(contentType);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('undoes %s, and says nothing of it in the headers', async (encoding, compress) => {
    const url = await start((_request, response) =>
      response.setHeader('content-encoding', encoding).end(compress('plain text')),
    );
    const answer = await client().request({ url, expect: 'text' });
    expect(answer.body).toBe('plain text');
    expect(answer.headers).not.toHaveProperty('content-encoding');
  });

  it('does not look for compressed bytes where there are none', async () => {
    const url = await start((_request, response) => response.setHeader('content-encoding', 'gzip').end());
    await expect(client().request({ url, method: 'HEAD', expect: 'none' })).resolves.toMatchObject({ status: 200 });
  });

  it('refuses a compressed body that ends too early', async () => {
    const half = gzipSync('x'.repeat(10_000)).subarray(0, 20);
    const url = await start((_request, response) => response.setHeader('content-encoding', 'gzip').end(half));
    expect(await failureOf({ url, expect: 'text' })).toMatchObject({ code: 'http-bad-body' });
  });

  it('stops a small body that unfolds into a large one', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const url = await start((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    const error = await failureOf({ url, expect: 'bytes', maxBytes: 1_000_000 });
    expect(error.code).toBe('http-body-too-large');
    expect(error.message).toContain('more than 1000000 bytes');
  });

  it('stops a stream at the limit that its request names', async () => {
    const url = await start((_request, response) => response.end(Buffer.alloc(100_000)));
    const { body } = await client().request({ url, expect: 'stream', maxBytes: 50_000 });
    await expect(Readable.from(body).toArray()).rejects.toMatchObject({ code: 'http-body-too-large' });
  });

  it('names text that is not JSON, but not of a status that was accepted as it is', async () => {
    const url = await start((request, response) => {
      response.writeHead(request.url === '/404' ? 404 : 200).end('<html>');
    });
    expect(await failureOf({ url, expect: 'json' })).toMatchObject({ code: 'http-bad-body', bodyText: '<html>' });
    const accepted = await client().request({ url: `${url}/404`, expect: 'json', accept: [404] });
    expect(accepted).toMatchObject({ status: 404, body: undefined });
  });

  it('joins repeated headers', async () => {
    const url = await start((_request, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']).setHeader('link', ['<x>', '<y>']).end();
    });
    const { headers } = await client().request({ url, expect: 'none' });
    expect(headers).toMatchObject({ 'set-cookie': 'a=1\nb=2', link: '<x>, <y>' });
  });
});

describe('retries', () => {
  it('repeats until the server recovers, waiting as long as it asks for', async () => {
    let asked = 0;
    const url = await start((_request, response) => {
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
    const url = await start((_request, response) => {
      asked += 1;
      if (asked > 1) return void response.end('whole');
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    });
    expect((await client().request({ url, expect: 'text' })).body).toBe('whole');
  });

  it('gives up after the last one with the last failure', async () => {
    const http = client({ retries: 2 });
    const url = await start((_request, response) => response.writeHead(503).end());
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
    const url = await start((_request, response) => response.writeHead(503).end());
    const error = await failureOf({ url, expect: 'none', signal: controller.signal }, createHttpClient({ clock }));
    expect(error).toMatchObject({ code: 'http-aborted', cause: { message: 'enough' } });
  });
});

describe('connections', () => {
  it('are kept alive', async () => {
    const ports = new Set<number | undefined>();
    const url = await start((request, response) => {
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
});
