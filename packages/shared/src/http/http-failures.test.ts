import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { client, failureOf, start } from './testdata/http-stage.js';

describe('failures', () => {
  it('carry the status, headers and words of the server, and no secret of the address', async () => {
    const url = await start((_request, response) => {
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
    const url = await start((request, response) => {
      if (request.url === '/half') response.writeHead(200).write('half');
    });
    const http = client({ timeoutMs: 300, retries: 0 });
    expect(await failureOf({ url, expect: 'text' }, http)).toMatchObject({ code: 'http-timeout' });
    expect(await failureOf({ url: `${url}/half`, expect: 'text' }, http)).toMatchObject({ code: 'http-timeout' });
  });

  it('name a stream that stops coming, but not a reader that takes its time', async () => {
    const url = await start((request, response) => {
      if (request.url === '/never') return;
      response.writeHead(200);
      if (request.url === '/stuck') response.write('half');
      else response.end(Buffer.alloc(1_000_000));
    });
    const http = client({ timeoutMs: 300, retries: 0 });
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
    const url = await start((request, response) => {
      if (request.url === '/within') response.writeHead(200).write('half');
      setImmediate(() => controller.abort(reason));
    });
    const error = await failureOf({ url: url + path, expect: 'text', signal: controller.signal });
    expect(error).toMatchObject({ code: 'http-aborted', cause: reason });
  });

  it('name a connection that breaks within the answer', async () => {
    const url = await start((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    });
    const error = await failureOf({ url, expect: 'text' }, client({ retries: 0 }));
    expect(error).toMatchObject({ code: 'http-network', networkCode: 'ECONNRESET' });
  });
});
