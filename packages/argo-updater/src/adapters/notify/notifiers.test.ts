import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@towline/shared/http';
import { Secret } from '@towline/shared/secret';
import { createManualClock } from '@towline/test-kit/clock';
import { type RunningServer, readBody, sendJson, serve } from '@towline/test-kit/serve';
import type { Notification } from '../../core/outcome/notification.js';
import { liveApplication } from '../../core/outcome/testdata/live-application.js';
import { createHttpPeers } from '../peers/http-peers.js';
import { createGithubStatusNotifier } from './github-status-notifier.js';
import { createSlackNotifier } from './slack-notifier.js';
import { createWebhookNotifier } from './webhook-notifier.js';

const commit = 'c'.repeat(40);
const failure: Notification = {
  kind: 'failed',
  stage: 'rollout',
  isTakenBack: false,
  application: { namespace: 'argocd', name: 'cart' },
  images: [
    {
      repository: 'registry.example.com/shop/cart',
      from: '1.1',
      to: '1.2',
      revision: 'a'.repeat(40),
      source: 'https://git.example.com/shop/cart',
      author: 'Ada',
    },
  ],
  commit,
  branch: 'main',
  reason: 'it is Degraded: <crash>',
  at: Date.UTC(2026, 0, 1),
};
const recovery: Notification = { ...failure, kind: 'recovered', reason: 'it is healthy' };
const application = liveApplication('cart');

interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const nothing: Received = { path: '', headers: {}, body: '' };

let receiver: RunningServer;
let received: Received[];
const clock = createManualClock(1_000_500);
const http = createHttpClient({ clock, random: () => 0 });
beforeEach(async () => {
  received = [];
  receiver = await serve({
    async handler(request, response) {
      const body = (await readBody(request)).toString();
      received.push({ path: request.url ?? '', headers: request.headers, body });
      sendJson(response, 201, {});
    },
  });
});
afterEach(() => receiver.stop());

const secret = (text: string) => async () => new Secret(text);

describe('the webhook', () => {
  it('is signed together with its time', async () => {
    const notifier = createWebhookNotifier({ http, clock }, { url: `${receiver.url}/told`, secret: secret('key') });
    await notifier.notify(failure, application, {});
    const { headers, body } = received[0] ?? nothing;
    const signature = createHmac('sha256', 'key').update(`1000.${body}`).digest('hex');
    expect([headers['x-towline-timestamp'], headers['x-towline-signature']]).toEqual(['1000', `sha256=${signature}`]);
    expect(JSON.parse(body)).toMatchObject({
      kind: 'failed',
      stage: 'rollout',
      application: 'argocd/cart',
      images: [{ to: '1.2', revision: 'a'.repeat(40), source: 'https://git.example.com/shop/cart', author: 'Ada' }],
      commit,
      takenBack: false,
      at: '2026-01-01T00:00:00.000Z',
    });
  });

  it.each<[string, Partial<Notification>, string, RegExp]>([
    ['is taken back', { isTakenBack: true }, 'argocd/cart failed with cart 1.2', /nothing at once.*held.*newer/],
    ['is left as it is', {}, 'argocd/cart failed with cart 1.2', /to go back, revert cccccccccccc/],
    [
      'cannot be written',
      { stage: 'write' },
      'argocd/cart cannot be updated to cart 1.2',
      /mend what the reason names/,
    ],
  ])('says what to do where the version %s', async (_what, more, title, toDo) => {
    const notifier = createWebhookNotifier({ http, clock }, { url: receiver.url, secret: undefined });
    await notifier.notify({ ...failure, ...more }, application, {});
    const told = JSON.parse(received[0]?.body ?? '');
    expect([told.title, told.details.at(-1)]).toEqual([
      `${title}: it is Degraded: <crash>`,
      expect.stringMatching(toDo),
    ]);
  });

  it('has no signature where no secret is set', async () => {
    await createWebhookNotifier({ http, clock }, { url: receiver.url, secret: undefined }).notify(
      failure,
      application,
      {},
    );
    expect(received[0]?.headers).not.toHaveProperty('x-towline-signature');
  });

  it('is repeated as its transport repeats, and then fails', async () => {
    receiver.faults.add({ effect: 'answer', status: 503 });
    const notifier = createWebhookNotifier({ http, clock }, { url: receiver.url, secret: undefined });
    await expect(notifier.notify(failure, application, {})).rejects.toMatchObject({ code: 'http-status' });
    expect(receiver.requests.count()).toBe(4);
  });
});

describe('Slack', () => {
  it.each([
    [failure, 'argocd/cart failed with cart 1.2: it is Degraded: &lt;crash&gt;', 'danger'],
    [recovery, 'argocd/cart is healthy again with cart 1.2', 'good'],
  ])('is told what happened, and what to do', async (notification, title, color) => {
    await createSlackNotifier(http, secret(`${receiver.url}/services/T/B/X`)).notify(notification, application, {});
    const message = JSON.parse(received[0]?.body ?? '');
    expect([received[0]?.path, message.text, message.attachments[0].color]).toEqual(['/services/T/B/X', title, color]);
    expect(message.attachments[0].text).toContain(`Manifest commit: ${commit} on main`);
  });

  it('names the images, where they are from, and the way back', async () => {
    await createSlackNotifier(http, secret(receiver.url)).notify(failure, application, {});
    expect(JSON.parse(received[0]?.body ?? '').attachments[0].text.split('\n')).toEqual([
      'Image: registry.example.com/shop/cart 1.1 → 1.2, built from aaaaaaaaaaaa of https://git.example.com/shop/cart by Ada',
      `Manifest commit: ${commit} on main`,
      'To do: see what it says with argocd app get argocd/cart; to go back, revert cccccccccccc, and the new version is held.',
    ]);
  });
});

describe('the status on GitHub', () => {
  const notifier = (repository: string | undefined) =>
    createGithubStatusNotifier(http, {
      apiUrl: receiver.url,
      token: secret('token'),
      context: 'argo-updater',
      repositoryOf: () => repository,
    });

  it.each([
    [failure, 'failure'],
    [recovery, 'success'],
  ])('is set on the manifest commit', async (notification, state) => {
    await notifier('acme/deploy').notify(notification, application, {});
    expect([received[0]?.path, received[0]?.headers.authorization]).toEqual([
      `/repos/acme/deploy/statuses/${commit}`,
      'Bearer token',
    ]);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ state, context: 'argo-updater/argocd/cart' });
  });

  it('is no longer than GitHub takes', async () => {
    await notifier('acme/deploy').notify({ ...failure, reason: 'x'.repeat(500) }, application, {});
    expect(JSON.parse(received[0]?.body ?? '').description).toHaveLength(140);
  });

  it('is not set where there is no commit, and where the manifests are elsewhere', async () => {
    await notifier('acme/deploy').notify({ ...failure, commit: undefined }, application, {});
    await notifier(undefined).notify(failure, application, {});
    expect(received).toEqual([]);
  });
});

describe('another replica', () => {
  it('is handed news with the token that they share', async () => {
    const peers = createHttpPeers(http, secret('shared'));
    const news = { kind: 'reconcile', application: { namespace: 'argocd', name: 'cart' } };
    await peers.hand({ address: receiver.url }, news, {});
    expect(received).toMatchObject([
      { path: '/internal/events', headers: { authorization: 'Bearer shared' }, body: JSON.stringify(news) },
    ]);
  });
});
