import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@towline/shared/ports';
import { Secret, SecretError } from '@towline/shared/secret';
import { createManualClock } from '@towline/test-kit/clock';
import { ask } from '@towline/test-kit/serve';
import type { ApplicationState, LiveView } from '../app/live/ports.js';
import type { DeliveryRecord } from '../core/outcome/delivery-record.js';
import { createChangingSecret } from './access/changing-secret.js';
import { createGate } from './access/grants.js';
import { applicationData, deliveryData } from './api-data.js';
import { createMetrics } from './metrics/metrics.js';
import { api } from './routes/api.js';
import { metricsPage } from './routes/metrics.js';
import { peers } from './routes/peers.js';
import { probes } from './routes/probes.js';
import { type RunningListener, startListener } from './start-listener.js';

const document = `tokens:
  - {name: everything, token: token-for-everything, repositories: ['*']}
  - {name: shop, token: token-for-the-shop, repositories: [registry.example.com/shop/*]}
`;
const everything = 'token-for-everything';
const shop = 'token-for-the-shop';
const commit = 'c'.repeat(40);

const application = (name: string, repository: string): ApplicationState => ({
  application: { namespace: 'argocd', name },
  repositories: [repository],
  images: [{ label: name, repository, state: 'current', deployed: '1.0', wanted: '1.0', why: 'it is current' }],
  plannedAt: Date.UTC(2026, 0, 1),
  lastDelivery: undefined,
  problems: [],
  sync: 'Synced',
  health: 'Healthy',
});
const record = (name: string, repository: string): DeliveryRecord => ({
  application: { namespace: 'argocd', name },
  label: name,
  repository,
  tag: '1.0',
  digest: undefined,
  revision: 'a'.repeat(40),
  state: 'healthy',
  reason: undefined,
  commit,
  at: Date.UTC(2026, 0, 1),
});
const seen = [
  application('cart', 'registry.example.com/shop/cart'),
  application('bank', 'registry.example.com/bank/app'),
];

let secret: string;
let ready: boolean;
let full: boolean;
let replicas: string[];
let elsewhere: ApplicationState[];
let taken: unknown[];
let listener: RunningListener;
beforeEach(async () => {
  secret = document;
  ready = true;
  full = false;
  replicas = [];
  elsewhere = [];
  taken = [];
  const clock = createManualClock();
  const accept = (event: unknown) => {
    if (full) return 'full' as const;
    taken.push(event);
    return 'accepted' as const;
  };
  const view: LiveView = {
    readiness: () => (ready ? { ready } : { ready, reason: 'Applications are being read' }),
    applications: () => seen,
    application: (name) => seen.find((one) => [one.application.name, `argocd/${one.application.name}`].includes(name)),
    reconcile: (name) => accept({ reconcile: name }),
    others: () => [],
  };
  const source = {
    async get(reference: string) {
      if (secret === '') throw new SecretError('secret-not-found', reference, { what: 'is empty' });
      return new Secret(secret);
    },
    refresh: () => undefined,
  };
  const ports = {
    view,
    trace: {
      bySha: (sha: string) =>
        sha === 'aaaaaaa' ? seen.map((one) => record(one.application.name, one.images[0]?.repository ?? '')) : [],
      byApplication: (name: string) => [record(name, 'registry.example.com/shop/cart')],
    },
    sink: { accept },
    others: {
      list: () => replicas.map((name) => ({ name, address: undefined })),
      applications: async ({ name }: { readonly name: string }) => {
        if (name !== 'two') throw new Error('it does not answer');
        return JSON.parse(JSON.stringify(elsewhere.map(applicationData)));
      },
      deliveries: async ({ name }: { readonly name: string }) => {
        if (name !== 'two') throw new Error('it does not answer');
        const later = {
          ...record('cart', 'registry.example.com/shop/cart'),
          state: 'failed' as const,
          at: Date.UTC(2027, 0),
        };
        return [deliveryData(later), deliveryData(record('bank', 'registry.example.com/bank/app'))];
      },
    },
    handed: accept,
    gate: createGate(createChangingSecret('file:/tokens', source, clock)),
    peerToken: createChangingSecret(
      'file:/peers',
      { ...source, get: async () => new Secret('between-replicas') },
      clock,
    ),
    metrics: await createMetrics(),
  };
  listener = await startListener(
    { host: '127.0.0.1', port: 0, routes: [probes(ports), metricsPage(ports), api(ports), peers(ports)] },
    silentLogger,
  );
});
afterEach(() => listener.close());

const call = async (
  path: string,
  {
    token,
    body,
    method = body === undefined ? 'GET' : 'POST',
  }: { token?: string; body?: unknown; method?: string } = {},
) => {
  const answer = await ask(new URL(path, listener.url), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body.toString()) };
};
const cart = { repository: 'registry.example.com/shop/cart', tag: '1.1' };
const cartEvent = { kind: 'image', repository: { host: 'registry.example.com', path: 'shop/cart' }, tag: '1.1' };

describe('probes', () => {
  it('say that the process answers, and whether it does its work', async () => {
    expect(await call('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await call('/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    ready = false;
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
    expect(taken).toEqual([]);
  });

  it('looks at a repository that the token is for', async () => {
    expect(await call('/api/v1/refresh', { token: shop, body: cart })).toMatchObject({
      status: 202,
      body: { accepted: true },
    });
    expect(taken).toEqual([cartEvent]);
  });

  it('refuses another repository', async () => {
    const answer = await call('/api/v1/refresh', {
      token: shop,
      body: { repository: 'registry.example.com/bank/app' },
    });
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'server-forbidden' } } });
    expect(taken).toEqual([]);
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
    full = true;
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
    expect(taken).toEqual([{ reconcile: 'argocd/cart' }]);
  });

  it.each([
    ['that was not planned yet, by the repositories it will have', ['registry.example.com/bank/app'], shop, 403],
    ['that was not planned yet, with a token for them', ['registry.example.com/shop/cart'], shop, 202],
    ['of which no repository is known, with a token for some', [], shop, 403],
    ['of which no repository is known, with a token for all', [], everything, 202],
  ])('judges an Application %s', async (_what, repositories, token, status) => {
    seen.push({ ...application('new', ''), repositories, images: [], plannedAt: undefined });
    const reconciled = await call('/api/v1/applications/new/reconcile', { token, method: 'POST' });
    const read = await call('/api/v1/deliveries?application=new', { token });
    seen.pop();
    expect([reconciled.status, read.status]).toEqual([status, status === 202 ? 200 : status]);
  });

  it('gathers what other replicas have, and names those that do not answer', async () => {
    replicas = ['two', 'three'];
    const { plannedAt: _, ...unplanned } = application('cart', 'registry.example.com/shop/cart');
    elsewhere = [
      { ...application('cart', 'registry.example.com/shop/cart'), plannedAt: Date.UTC(2027, 0), health: 'Degraded' },
      {
        ...unplanned,
        application: { namespace: 'argocd', name: 'secret' },
        repositories: ['registry.example.com/bank/x'],
        plannedAt: undefined,
      },
    ];
    const shown = (await call('/api/v1/applications', { token: shop })).body;
    expect(shown).toMatchObject({
      applications: [{ application: 'argocd/cart', health: 'Degraded' }],
      unanswered: ['three'],
    });
    expect(shown.applications).toHaveLength(1);
    const { deliveries, unanswered } = (await call('/api/v1/deliveries?sha=aaaaaaa', { token: shop })).body;
    expect(deliveries).toMatchObject([{ application: 'argocd/cart', state: 'failed' }]);
    expect(unanswered).toEqual(['three']);
  });

  it('knows new tokens as soon as the document has them, and old ones no more', async () => {
    secret = document.replaceAll(shop, 'another-token-for-the-shop');
    expect((await call('/api/v1/applications', { token: 'another-token-for-the-shop' })).status).toBe(200);
    expect((await call('/api/v1/applications', { token: shop })).status).toBe(401);
  });

  it.each([
    ['', 'missing'],
    ['tokens: [{name: a, token: tiny, repositories: [x]}]', 'wrong'],
    ['{', 'no YAML'],
  ])('says nothing of a document of tokens that is %j (%s)', async (text) => {
    secret = text;
    const answer = await call('/api/v1/applications', { token: shop });
    expect([answer.status, answer.body.error.message]).toEqual([500, expect.not.stringContaining('tiny')]);
  });
});

describe('news between replicas', () => {
  it('is taken with their token only', async () => {
    for (const [token, status] of [
      ['between-replicas', 202],
      [everything, 401],
      ['', 401],
    ] as const) {
      expect((await call('/internal/events', { token, body: cartEvent })).status).toBe(status);
    }
    const reconcile = { kind: 'reconcile', application: { namespace: 'argocd', name: 'cart' } };
    expect((await call('/internal/events', { token: 'between-replicas', body: reconcile })).status).toBe(202);
    expect(taken).toEqual([cartEvent, reconcile]);
    expect((await call('/internal/events', { token: 'between-replicas', body: { kind: 'other' } })).status).toBe(400);
  });
});

describe('questions between replicas', () => {
  it('are answered to those who have their token, with all that is known here and nothing from elsewhere', async () => {
    replicas = ['two'];
    for (const path of ['/internal/applications', '/internal/deliveries?sha=aaaaaaa']) {
      expect((await call(path, { token: everything })).status).toBe(401);
    }
    const token = 'between-replicas';
    expect((await call('/internal/applications', { token })).body.applications).toHaveLength(2);
    expect((await call('/internal/deliveries?sha=aaaaaaa', { token })).body.deliveries).toMatchObject([
      { alias: 'cart', repository: 'registry.example.com/shop/cart', state: 'healthy' },
      { alias: 'bank' },
    ]);
    expect((await call('/internal/deliveries?application=cart', { token })).body.deliveries).toHaveLength(1);
  });
});

describe('metrics', () => {
  it('are shown, requests to the API among them', async () => {
    await call('/api/v1/applications', { token: shop });
    const answer = await ask(new URL('/metrics', listener.url));
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body.toString()).toContain('towline_api_requests_total{route="/api/v1/applications",status="200"} 1');
  });
});
