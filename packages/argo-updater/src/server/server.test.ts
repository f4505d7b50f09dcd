import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '@towline/test-kit/serve';
import {
  application,
  commit,
  document,
  everything,
  type ServerStage,
  shop,
  startServerStage,
} from './testdata/server-stage.js';

let stage: ServerStage;
beforeEach(async () => {
  stage = await startServerStage();
});
afterEach(() => stage.stop());

const call: ServerStage['call'] = (path, given) => stage.call(path, given);
const cart = { repository: 'registry.example.com/shop/cart', tag: '1.1' };
const cartEvent = { kind: 'image', repository: { host: 'registry.example.com', path: 'shop/cart' }, tag: '1.1' };

describe('probes', () => {
  it('say that the process answers, and whether it does its work', async () => {
    expect(await call('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await call('/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    stage.ready = false;
    expect(await call('/readyz')).toMatchObject({ status: 503, body: { reason: 'Applications are being read' } });
    expect((await call('/healthz')).status).toBe(200);
  });
});

describe('the API', () => {
  it.each([
    ['no token', {}],
    ['an unknown one', { token: 'token-for-nobody' }],
  ])('asks who it is with %s', async (_what, credentials) => {
    for (const path of ['/api/v1/applications', '/api/v1/deliveries?sha=aaaaaaa']) {
      const answer = await call(path, credentials);
      expect([answer.status, answer.headers['www-authenticate'], answer.body.error.code]).toEqual([
        401,
        'Bearer',
        'server-unauthenticated',
      ]);
    }
    expect((await call('/api/v1/refresh', { ...credentials, body: cart })).status).toBe(401);
    expect((await call('/api/v1/applications/cart/reconcile', { ...credentials, method: 'POST' })).status).toBe(401);
    expect(stage.taken).toEqual([]);
  });

  it('looks at a repository that the token is for', async () => {
    expect(await call('/api/v1/refresh', { token: shop, body: cart })).toMatchObject({
      status: 202,
      body: { accepted: true },
    });
    expect(stage.taken).toEqual([cartEvent]);
  });

  it('refuses another repository', async () => {
    const answer = await call('/api/v1/refresh', {
      token: shop,
      body: { repository: 'registry.example.com/bank/app' },
    });
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'server-forbidden' } } });
    expect(stage.taken).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 'The body is not JSON'],
    ['no repository', {}, 'The body is wrong: repository'],
    [
      'a repository with a tag',
      { repository: 'registry.example.com/shop/cart:1' },
      'is written without tag and digest',
    ],
    ['a digest that is none', { ...cart, digest: 'sha256:1' }, 'is not a digest'],
  ])('says what is wrong with %s', async (_what, body, message) => {
    expect(await call('/api/v1/refresh', { token: everything, body })).toMatchObject({
      status: 400,
      body: { error: { code: 'server-unreadable', message: expect.stringContaining(message) } },
    });
  });

  it('turns away what it cannot hold', async () => {
    stage.full = true;
    const answer = await call('/api/v1/refresh', { token: shop, body: cart });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
    expect((await call('/api/v1/applications/cart/reconcile', { token: shop, method: 'POST' })).status).toBe(503);
  });

  it('tells of deliveries, to each token of its own repositories', async () => {
    const own = {
      application: 'argocd/cart',
      image: 'registry.example.com/shop/cart:1.0',
      state: 'healthy',
      commit,
      at: '2026-01-01T00:00:00.000Z',
    };
    expect((await call('/api/v1/deliveries?sha=AAAAAAA', { token: shop })).body).toMatchObject({ deliveries: [own] });
    expect((await call('/api/v1/deliveries?sha=aaaaaaa', { token: everything })).body.deliveries).toHaveLength(2);
    expect((await call('/api/v1/deliveries?sha=bbbbbbb', { token: everything })).body).toEqual({ deliveries: [] });
    expect((await call('/api/v1/deliveries?application=cart', { token: shop })).body).toMatchObject({
      deliveries: [own],
    });
    expect((await call('/api/v1/deliveries?application=bank', { token: shop })).status).toBe(403);
    expect((await call('/api/v1/deliveries?sha=xyz', { token: shop })).status).toBe(400);
  });

  it('tells of Applications, to each token of its own', async () => {
    const { applications } = (await call('/api/v1/applications', { token: shop })).body;
    expect(applications).toEqual([
      {
        application: 'argocd/cart',
        repositories: ['registry.example.com/shop/cart'],
        images: [
          {
            alias: 'cart',
            repository: 'registry.example.com/shop/cart',
            state: 'current',
            deployed: '1.0',
            wanted: '1.0',
            why: 'it is current',
          },
        ],
        sync: 'Synced',
        health: 'Healthy',
        problems: [],
        plannedAt: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('looks at an Application on demand, where the token is for its images', async () => {
    const reconcile = (name: string, token: string) =>
      call(`/api/v1/applications/${encodeURIComponent(name)}/reconcile`, { token, method: 'POST' });
    expect((await reconcile('argocd/cart', shop)).status).toBe(202);
    expect((await reconcile('bank', shop)).status).toBe(403);
    expect((await reconcile('nowhere', everything)).status).toBe(404);
    expect(stage.taken).toEqual([{ reconcile: 'argocd/cart' }]);
  });

  it.each([
    ['that was not planned yet, by the repositories it will have', ['registry.example.com/bank/app'], shop, 403],
    ['that was not planned yet, with a token for them', ['registry.example.com/shop/cart'], shop, 202],
    ['of which no repository is known, with a token for some', [], shop, 403],
    ['of which no repository is known, with a token for all', [], everything, 202],
  ])('judges an Application %s', async (_what, repositories, token, status) => {
    stage.seen.push({ ...application('new', ''), repositories, images: [], plannedAt: undefined });
    const reconciled = await call('/api/v1/applications/new/reconcile', { token, method: 'POST' });
    const read = await call('/api/v1/deliveries?application=new', { token });
    stage.seen.pop();
    expect([reconciled.status, read.status]).toEqual([status, status === 202 ? 200 : status]);
  });

  it('knows new tokens as soon as the document has them, and old ones no more', async () => {
    stage.secret = document.replaceAll(shop, 'another-token-for-the-shop');
    expect((await call('/api/v1/applications', { token: 'another-token-for-the-shop' })).status).toBe(200);
    expect((await call('/api/v1/applications', { token: shop })).status).toBe(401);
  });

  it.each([
    ['', 'missing'],
    ['tokens: [{name: a, token: tiny, repositories: [x]}]', 'wrong'],
    ['{', 'no YAML'],
  ])('says nothing of a document of tokens that is %j (%s)', async (text) => {
    stage.secret = text;
    const answer = await call('/api/v1/applications', { token: shop });
    expect([answer.status, answer.body.error.message]).toEqual([500, expect.not.stringContaining('tiny')]);
  });
});

describe('metrics', () => {
  it('are shown, requests to the API among them', async () => {
    await call('/api/v1/applications', { token: shop });
    const answer = await ask(new URL('/metrics', stage.url));
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body.toString()).toContain('towline_api_requests_total{route="/api/v1/applications",status="200"} 1');
  });
});
