import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createFetch } from './fetch.js';
import { client, start } from './testdata/http-stage.js';

describe('createFetch', () => {
  it('sends the method, the headers and the body, and gives back status, headers and body', async () => {
    const url = await start(async (request, response) => {
      response.writeHead(201, { 'x-seen': `${request.method} ${request.headers['x-name']}` });
      response.end(await text(request));
    });
    const answer = await createFetch(client())(`${url}/a`, {
      method: 'PATCH',
      headers: { 'x-name': 'me' },
      body: '{"a":1}',
    });
    expect([answer.status, answer.url, answer.headers.get('x-seen')]).toEqual([201, `${url}/a`, 'PATCH me']);
    expect(await answer.json()).toEqual({ a: 1 });
  });

  it.each([304, 404, 503])('hands %i to whoever asked', async (status) => {
    const url = await start((_request, response) => response.writeHead(status).end());
    expect((await createFetch(client())(url)).status).toBe(status);
  });

  it('follows redirects', async () => {
    const url = await start(({ url: path }, response) =>
      path === '/old' ? response.writeHead(301, { location: '/new' }).end() : response.end(path),
    );
    expect(await (await createFetch(client())(`${url}/old`)).text()).toBe('/new');
  });

  it('goes through the proxy of its client', async () => {
    const proxy = await start((request, response) => response.end(`by proxy: ${request.url}`));
    const answer = await createFetch(client({ proxy: { http: proxy } }))('http://api.example/user');
    expect(await answer.text()).toBe('by proxy: http://api.example/user');
  });

  it('fails with an error of ours', async () => {
    const stopped = AbortSignal.abort();
    const url = await start((_request, response) => response.end());
    await expect(createFetch(client())(url, { signal: stopped })).rejects.toMatchObject({ code: 'http-aborted' });
    await expect(createFetch(client())(url, { method: 'PURGE' })).rejects.toMatchObject({ code: 'http-bad-request' });
  });
});
