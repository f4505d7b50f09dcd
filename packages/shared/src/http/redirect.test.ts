import type { ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { readBody, testCertificate } from '@towline/test-kit/serve';
import { client, failureOf, type Route, start } from './testdata/http-stage.js';

/** Answers with what it was asked, as JSON. */
const mirror: Route = async (request, response) => {
  const { method, url, headers } = request;
  response.end(JSON.stringify({ method, url, headers, body: (await readBody(request)).toString() }));
};

const redirectTo = (response: ServerResponse, location: string, status = 302) =>
  response.writeHead(status, { location }).end('moved');

describe('redirects', () => {
  const credentials = { authorization: 'Bearer x', cookie: 'a=1', 'private-token': 'y', range: 'bytes=0-9' };

  it('keep credentials within an origin', async () => {
    const url = await start((request, response) => {
      if (request.url === '/from') redirectTo(response, '/to', 307);
      else mirror(request, response);
    });
    const answer = await client().request({ url: `${url}/from`, headers: credentials, expect: 'json' });
    expect(answer.url).toBe(`${url}/to`);
    expect(answer.body).toMatchObject({ headers: credentials });
  });

  it('drop all that may be a credential when they leave it', async () => {
    const elsewhere = await start(mirror);
    const url = await start((_request, response) => redirectTo(response, `${elsewhere}/blob`, 307));
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
    const url = await start((request, response) => {
      if (request.url === '/from') redirectTo(response, '/to', status);
      else mirror(request, response);
    });
    const answer = await client().request({ url: `${url}/from`, method, body: 'body', expect: 'json' });
    expect(answer.body).toMatchObject({ method: expected, body });
  });

  it('never carry a body to another origin', async () => {
    const elsewhere = await start(mirror);
    const url = await start((_request, response) => redirectTo(response, elsewhere, 307));
    const error = await failureOf({ url, method: 'POST', body: 'password=x', expect: 'none' });
    expect(error.code).toBe('http-redirect-refused');
    expect(error.message).toContain('must not get its body');
  });

  it.each([
    ['file:///etc/passwd', 'redirected to file:'],
    ['http://', 'not a URL'],
  ])('are refused to %s', async (location, why) => {
    const url = await start((_request, response) => redirectTo(response, location));
    const error = await failureOf({ url, expect: 'none' });
    expect(error.code).toBe('http-redirect-refused');
    expect(error.message).toContain(why);
  });

  it('end after five, or are handed over where none is wanted', async () => {
    const url = await start((_request, response) => redirectTo(response, '/again'));
    expect(await failureOf({ url, expect: 'none' })).toMatchObject({ code: 'http-redirect-refused' });
    const answer = await client().request({ url, expect: 'none', accept: [302], maxRedirects: 0 });
    expect(answer).toMatchObject({ status: 302, headers: { location: '/again' } });
  });

  it('do not leave TLS', async () => {
    const plain = await start(mirror);
    const url = await start((_request, response) => redirectTo(response, plain), true);
    const error = await failureOf({ url, expect: 'none' }, client({ ca: [testCertificate().cert] }));
    expect(error.code).toBe('http-redirect-refused');
    expect(error.message).toContain('without TLS');
  });
});
