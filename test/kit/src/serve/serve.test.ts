import { request as httpsRequest } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningServer, send, serve } from './index.js';

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(options: { tls?: boolean; control?: boolean } = {}): Promise<RunningServer> {
  const server = await serve({
    ...options,
    handler: (request, response) => {
      if (request.url === '/broken') throw new Error('a bug of the fake');
      send(response, { status: 200, body: 'hello' });
    },
    kindOf: (request) => (request.url?.startsWith('/a') === true ? 'a' : 'other'),
  });
  running.push(server);
  return server;
}

const fetchText = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

describe('a served fake', () => {
  it('logs and counts requests by kind', async () => {
    const { url, requests } = await start();
    await fetchText(`${url}/a/1?x=1`);
    await fetchText(`${url}/a/2`, { method: 'HEAD' });
    await fetchText(`${url}/b`);
    expect(requests.counts()).toEqual({ a: 2, other: 1 });
    expect(requests.count('a')).toBe(2);
    expect(requests.entries[0]).toMatchObject({ method: 'GET', path: '/a/1?x=1', kind: 'a', status: 200 });
  });

  it('sends no body to a HEAD', async () => {
    const { url } = await start();
    const { text, headers } = await fetchText(url, { method: 'HEAD' });
    expect([text, headers.get('content-length')]).toEqual(['', '5']);
  });

  it('answers 500 with the message where its handler throws', async () => {
    const { url } = await start();
    expect(await fetchText(`${url}/broken`)).toMatchObject({ status: 500, text: 'the fake failed: a bug of the fake' });
  });

  it('speaks TLS with the test certificate', async () => {
    const { url, ca } = await start({ tls: true });
    const status = await new Promise((resolve, reject) => {
      httpsRequest(url, { ca }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end();
    });
    expect([url.slice(0, 8), status]).toEqual(['https://', 200]);
  });

  it('cuts what still runs when it stops', async () => {
    const { url, faults, stop } = await start();
    faults.add({ effect: 'silence' });
    const answer = fetchText(url).catch((error: Error) => error.message);
    await stop();
    expect(await answer).toBe('fetch failed');
  });
});

describe('a fault', () => {
  it('strikes as often as it says, only what it matches', async () => {
    const { url, faults } = await start();
    faults.add({
      effect: 'answer',
      status: 429,
      headers: { 'retry-after': '1' },
      body: 'slow down',
      match: { kind: 'a' },
      times: 1,
    });
    expect((await fetchText(`${url}/b`)).status).toBe(200);
    const struck = await fetchText(`${url}/a`);
    expect([struck.status, struck.headers.get('retry-after'), struck.text]).toEqual([429, '1', 'slow down']);
    expect((await fetchText(`${url}/a`)).status).toBe(200);
  });

  it.each([
    ['a method', { method: 'POST' }],
    ['a path', { path: /b$/ }],
    ['a kind', { kind: 'b' }],
  ])('spares a request that differs by %s', async (_what, match) => {
    const { url, faults } = await start();
    faults.add({ effect: 'answer', status: 500, match });
    expect((await fetchText(`${url}/a`)).status).toBe(200);
  });

  it.each([
    ['cuts before the answer', 'before', 'fetch failed'],
    ['cuts in the middle of the body', 'middle', 'terminated'],
  ] as const)('%s', async (_title, at, message) => {
    const { url, faults, requests } = await start();
    faults.add({ effect: 'cut', at, times: 1 });
    await expect(fetchText(url)).rejects.toThrow(message);
    expect(requests.entries[0]?.status).toBeUndefined();
    expect((await fetchText(url)).text).toBe('hello');
  });

  it('flips a bit of the body and leaves the rest', async () => {
    const { url, faults } = await start();
    faults.add({ effect: 'wrong-content' });
    expect(await fetchText(url)).toMatchObject({ status: 200, text: 'iello' });
  });

  it('of latency holds back the answer of its requests only', async () => {
    const { url, faults, requests, stop } = await start();
    faults.add({ effect: 'latency', milliseconds: 3_600_000, match: { kind: 'a' } });
    const late = fetchText(`${url}/a`).catch((error: Error) => error.message);
    expect((await fetchText(`${url}/b`)).status).toBe(200);
    await stop();
    expect(await late).toBe('fetch failed');
    expect(requests.entries.find(({ kind }) => kind === 'a')?.status).toBeUndefined();
  });

  it('of a short latency ends in the right answer', async () => {
    const { url, faults } = await start();
    faults.add({ effect: 'latency', milliseconds: 1 });
    faults.add({ effect: 'latency', milliseconds: 1 });
    expect((await fetchText(url)).text).toBe('hello');
  });

  it('is gone once it is taken away', async () => {
    const { url, faults } = await start();
    const remove = faults.add({ effect: 'answer', status: 500 });
    remove();
    expect((await fetchText(url)).status).toBe(200);
  });
});

describe('the control endpoint', () => {
  it('adds faults and shows what was asked, itself not counted', async () => {
    const { url } = await start({ control: true });
    const fault = { effect: 'answer', status: 503, match: { path: '/a' } };
    const added = await fetchText(`${url}/_kit/faults`, { method: 'POST', body: JSON.stringify(fault) });
    expect(added.status).toBe(201);
    expect((await fetchText(`${url}/a`)).status).toBe(503);
    await fetchText(`${url}/_kit/faults`, { method: 'DELETE' });
    expect((await fetchText(`${url}/a`)).status).toBe(200);
    const log = await fetchText(`${url}/_kit/requests`);
    expect(JSON.parse(log.text)).toMatchObject({ counts: { a: 2 }, entries: [{ status: 503 }, { status: 200 }] });
  });

  it('refuses a fault that it does not know', async () => {
    const { url } = await start({ control: true });
    const answer = await fetchText(`${url}/_kit/faults`, { method: 'POST', body: '{"effect":"fire"}' });
    expect(answer.status).toBe(400);
  });
});
