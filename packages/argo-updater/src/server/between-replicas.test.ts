import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { application, everything, type ServerStage, shop, startServerStage } from './testdata/server-stage.js';

let stage: ServerStage;
beforeEach(async () => {
  stage = await startServerStage();
});
afterEach(() => stage.stop());

const call: ServerStage['call'] = (path, given) => stage.call(path, given);
const cartEvent = { kind: 'image', repository: { host: 'registry.example.com', path: 'shop/cart' }, tag: '1.1' };

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
    expect(stage.taken).toEqual([cartEvent, reconcile]);
    expect((await call('/internal/events', { token: 'between-replicas', body: { kind: 'other' } })).status).toBe(400);
  });
});

describe('questions between replicas', () => {
  it('are answered to those who have their token, with all that is known here and nothing from elsewhere', async () => {
    stage.replicas = ['two'];
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

describe('what several replicas know', () => {
  it('gathers what other replicas have, and names those that do not answer', async () => {
    stage.replicas = ['two', 'three'];
    const { plannedAt: _, ...unplanned } = application('cart', 'registry.example.com/shop/cart');
    stage.elsewhere = [
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

  it('tells of the images of an Application as they stand, whoever had it before', async () => {
    stage.replicas = ['two'];
    const { deliveries } = (await call('/api/v1/deliveries?application=cart', { token: shop })).body;
    expect(deliveries).toMatchObject([{ alias: 'cart', image: 'registry.example.com/shop/cart:9.9.9' }]);
    expect(deliveries).toHaveLength(1);
  });
});
