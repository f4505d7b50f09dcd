import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFileResolver, createSecretStore } from '@towline/shared/config';
import { type Logger, silentLogger } from '@towline/shared/ports';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import { ask } from '@towline/test-kit/serve';
import { createSeenDeliveries } from '../../packages/argo-updater/src/core/event/seen-deliveries.js';
import { webhookVendors } from '../../packages/argo-updater/src/core/event/webhook-vendors.js';
import type { LiveEvent } from '../../packages/argo-updater/src/core/live/live-event.js';
import { createChangingSecret } from '../../packages/argo-updater/src/server/access/changing-secret.js';
import { createMetrics, type Metrics } from '../../packages/argo-updater/src/server/metrics/metrics.js';
import { webhook } from '../../packages/argo-updater/src/server/routes/webhook.js';
import { type RunningListener, startListener } from '../../packages/argo-updater/src/server/start-listener.js';
import { type SendingVendor, type SentWebhook, sendingVendors } from './webhook-vendors.js';

const secret = 'the-right-secret';
let folder: string;
let clock: ManualClock;
let metrics: Metrics;
let listener: RunningListener;
let events: string[];
let said: unknown[];
let places: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-webhooks-'));
  clock = createManualClock();
  metrics = await createMetrics();
  events = [];
  said = [];
  places = Number.POSITIVE_INFINITY;
  await writeFile(join(folder, 'secret'), `${secret}\n`);
  listener = await startListener(
    { host: '127.0.0.1', port: 0, routes: [webhook(ports())], maxBytes: 10_000 },
    silentLogger,
  );
});
afterEach(async () => {
  await listener.close();
  await rm(folder, { recursive: true });
});

function ports(required = true) {
  const store = createSecretStore({ resolvers: [createFileResolver()], clock });
  const changing = createChangingSecret(`file:${folder}/secret`, store, clock);
  const known = webhookVendors.filter(({ name }) => required || name !== 'quay.io');
  const log: Logger = { ...silentLogger, info: (...line) => said.push(line), warn: (...line) => said.push(line) };
  return {
    webhooks: { secrets: new Map(known.map(({ name }) => [name, changing])), required },
    seen: createSeenDeliveries(),
    metrics,
    log,
    sink: {
      accept(event: LiveEvent) {
        if (places === 0) return 'full' as const;
        places -= 1;
        const { repository } = event;
        events.push(
          event.kind === 'image'
            ? `${event.repository.host}/${event.repository.path}:${event.tag}`
            : `${repository} ${event.branch}`,
        );
        return 'accepted' as const;
      },
    },
  };
}

const post = async ({ type }: SendingVendor, { query = '', headers, body }: SentWebhook) => {
  const answer = await ask(new URL(`/webhook?type=${type}&${query}`, listener.url), {
    method: 'POST',
    headers: { ...headers },
    body,
  });
  return { status: answer.status, retryAfter: answer.headers['retry-after'], body: JSON.parse(answer.body.toString()) };
};

function vendorOf(type: string): SendingVendor {
  const vendor = sendingVendors.find((one) => one.type === type);
  if (vendor === undefined) throw new Error(`no vendor is called ${type}`);
  return vendor;
}

const each = sendingVendors.map((vendor) => [vendor.type, vendor] as const);

it('every vendor is held to the contract', () => {
  expect(sendingVendors.map(({ type }) => type).toSorted()).toEqual(webhookVendors.map(({ name }) => name).toSorted());
});

describe.each(each)('a webhook of %s', (type, vendor) => {
  it('is an event', async () => {
    expect(await post(vendor, vendor.send(secret, 'd-1'))).toMatchObject({ status: 202, body: { accepted: true } });
    expect(events).toEqual(vendor.events);
  });

  it('is refused with a wrong secret, and nothing of the secret is told', async () => {
    expect(await post(vendor, vendor.send('not-the-secret', 'd-1'))).toMatchObject({
      status: 401,
      body: { error: { code: 'server-unauthenticated' } },
    });
    expect(events).toEqual([]);
    expect(JSON.stringify(said)).not.toMatch(/not-the-secret|the-right-secret/);
  });

  it('is refused without any', async () => {
    const { body } = vendor.send(secret, 'd-1');
    const headers = Object.entries(vendor.send(secret, 'd-1').headers).filter(([name]) =>
      /^content-type$|event/.test(name),
    );
    expect((await post(vendor, { headers: Object.fromEntries(headers), body })).status).toBe(401);
    expect(events).toEqual([]);
  });

  it('comes again where too much is waiting, and is an event then', async () => {
    places = 0;
    expect(await post(vendor, vendor.send(secret, 'd-1'))).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: { error: { code: 'server-busy' } },
    });
    places = Number.POSITIVE_INFINITY;
    expect((await post(vendor, vendor.send(secret, 'd-1'))).status).toBe(202);
    expect(events).toEqual(vendor.events);
  });

  it('is refused where it is not JSON, once it has proven itself', async () => {
    const sent = vendor.send(secret, 'd-1');
    const broken = { ...sent, body: sent.body.slice(1) };
    const signed = JSON.stringify(sent.headers).includes('sha256=') || type === 'gitea';
    expect((await post(vendor, broken)).status).toBe(signed ? 401 : 400);
    expect(events).toEqual([]);
  });

  it(vendor.hasIds ? 'has no effect when it is sent again' : 'may be sent again, since it has no id', async () => {
    for (const delivery of ['d-1', 'd-1', 'd-2']) await post(vendor, vendor.send(secret, delivery));
    expect(events).toHaveLength(vendor.events.length * (vendor.hasIds ? 2 : 3));
  });
});

describe('webhooks', () => {
  const quay = vendorOf('quay.io');

  it('are believed by the new secret as soon as it was rotated', async () => {
    await post(quay, quay.send(secret, ''));
    await writeFile(join(folder, 'secret'), 'the-new-secret');
    clock.advance(3_000);
    expect([
      (await post(quay, quay.send('the-new-secret', ''))).status,
      (await post(quay, quay.send(secret, ''))).status,
    ]).toEqual([202, 401]);
  });

  it('do not make the secret be looked up again and again', async () => {
    await post(quay, quay.send('wrong', ''));
    await writeFile(join(folder, 'secret'), 'the-new-secret');
    expect((await post(quay, quay.send('the-new-secret', ''))).status).toBe(401);
  });

  it('of a vendor without a secret are refused, unless that is turned off', async () => {
    await listener.close();
    const open = ports(false);
    listener = await startListener(
      { host: '127.0.0.1', port: 0, routes: [webhook({ ...open, webhooks: { secrets: new Map(), required: true } })] },
      silentLogger,
    );
    expect((await post(quay, quay.send(secret, ''))).status).toBe(401);
    await listener.close();
    listener = await startListener({ host: '127.0.0.1', port: 0, routes: [webhook(open)] }, silentLogger);
    expect((await post(quay, quay.send('', ''))).status).toBe(202);
  });

  it.each([
    [
      'what is too large',
      { method: 'POST', path: '/webhook?type=quay.io', body: 'x'.repeat(10_001) },
      413,
      'server-too-large',
    ],
    ['a GET', { method: 'GET', path: '/webhook?type=quay.io', body: '' }, 400, 'server-unreadable'],
    ['a type that nobody has', { method: 'POST', path: '/webhook?type=nowhere', body: '{}' }, 400, 'server-unreadable'],
    ['what says nothing of its type', { method: 'POST', path: '/webhook', body: '{}' }, 400, 'server-unreadable'],
    ['another path', { method: 'POST', path: '/webhooks?secret=leaked', body: '{}' }, 404, 'server-not-found'],
  ])('refuse %s', async (_what, { method, path, body }, status, code) => {
    const answer = await ask(new URL(path, listener.url), {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body } : {}),
    });
    expect([answer.status, JSON.parse(answer.body.toString()).error.code]).toEqual([status, code]);
    expect(answer.body.toString()).not.toContain('leaked');
  });

  it('are counted by what became of them', async () => {
    for (const sent of [quay.send(secret, ''), quay.send('wrong', '')]) await post(quay, sent);
    const text = await metrics.text();
    expect(text).toContain('towline_webhooks_total{vendor="quay.io",outcome="accepted"} 1');
    expect(text).toContain('towline_webhooks_total{vendor="quay.io",outcome="unauthenticated"} 1');
  });

  it('about nothing that was pushed are passed over', async () => {
    const harbor = await ask(new URL('/webhook?type=harbor', listener.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: secret },
      body: '{"type":"DELETE_ARTIFACT"}',
    });
    expect([harbor.status, JSON.parse(harbor.body.toString())]).toEqual([
      200,
      { ignored: true, reason: 'nothing was pushed: DELETE_ARTIFACT' },
    ]);
  });
});
