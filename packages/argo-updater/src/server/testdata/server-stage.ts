import { silentLogger } from '@towline/shared/ports';
import { Secret, SecretError } from '@towline/shared/secret';
import { createManualClock } from '@towline/test-kit/clock';
import { ask } from '@towline/test-kit/serve';
import type { ApplicationState, LiveView } from '../../app/live/ports.js';
import type { DeliveryRecord } from '../../core/outcome/delivery-record.js';
import { createChangingSecret } from '../access/changing-secret.js';
import { createGate } from '../access/grants.js';
import { applicationData, deliveryData } from '../api-data.js';
import { createMetrics } from '../metrics/metrics.js';
import type { DeliveriesQuery } from '../others.js';
import { api } from '../routes/api.js';
import { metricsPage } from '../routes/metrics.js';
import { peers } from '../routes/peers.js';
import { probes } from '../routes/probes.js';
import { startListener } from '../start-listener.js';

/** Two tokens: one for everything, one for the shop. */
export const document = `tokens:
  - {name: everything, token: token-for-everything, repositories: ['*']}
  - {name: shop, token: token-for-the-shop, repositories: [registry.example.com/shop/*]}
`;
/** The first of them. */
export const everything = 'token-for-everything';
/** The second. */
export const shop = 'token-for-the-shop';
/** The manifest commit of every record. */
export const commit = 'c'.repeat(40);

/** An Application with one image. */
export const application = (name: string, repository: string): ApplicationState => ({
  application: { namespace: 'argocd', name },
  repositories: [repository],
  images: [{ label: name, repository, state: 'current', deployed: '1.0', wanted: '1.0', why: 'it is current' }],
  plannedAt: Date.UTC(2026, 0, 1),
  lastDelivery: undefined,
  problems: [],
  sync: 'Synced',
  health: 'Healthy',
});
/** A healthy delivery of it. */
export const record = (name: string, repository: string): DeliveryRecord => ({
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

interface Call {
  readonly token?: string;
  readonly body?: unknown;
  readonly method?: string;
}

/** A server, and what it is told by everything behind it. */
export interface ServerStage {
  /** The document of tokens; empty where there is none. */
  secret: string;
  ready: boolean;
  /** Whether too much waits. */
  full: boolean;
  /** What was accepted. */
  readonly taken: unknown[];
  /** Other replicas: of these only `two` answers. */
  replicas: string[];
  /** The Applications of `two`. */
  elsewhere: ApplicationState[];
  /** The Applications of this one. */
  readonly seen: ApplicationState[];
  readonly url: string;
  call(path: string, call?: Call): ReturnType<typeof answerTo>;
  stop(): Promise<void>;
}

/** Starts it on a port that is free. */
export async function startServerStage(): Promise<ServerStage> {
  const stage = {
    secret: document,
    ready: true,
    full: false,
    taken: [] as unknown[],
    replicas: [] as string[],
    elsewhere: [] as ApplicationState[],
    seen: [
      application('cart', 'registry.example.com/shop/cart'),
      application('bank', 'registry.example.com/bank/app'),
    ],
  };
  const clock = createManualClock();
  const accept = (event: unknown) => {
    if (stage.full) return 'full' as const;
    stage.taken.push(event);
    return 'accepted' as const;
  };
  const view: LiveView = {
    readiness: () => (stage.ready ? { ready: true } : { ready: false, reason: 'Applications are being read' }),
    applications: () => stage.seen,
    application: (name) => stage.seen.find((one) => [one.application.name, `argocd/${one.application.name}`].includes(name)),
    reconcile: (name) => accept({ reconcile: name }),
    others: () => [],
  };
  const source = {
    async get(reference: string) {
      if (stage.secret === '') throw new SecretError('secret-not-found', reference, { what: 'is empty' });
      return new Secret(stage.secret);
    },
    refresh: () => undefined,
  };
  const ports = {
    view,
    trace: {
      bySha: (sha: string) =>
        sha === 'aaaaaaa' ? stage.seen.map((one) => record(one.application.name, one.images[0]?.repository ?? '')) : [],
      byApplication: (name: string) => [record(name, 'registry.example.com/shop/cart')],
    },
    sink: { accept },
    others: {
      list: () => stage.replicas.map((name) => ({ name, address: undefined })),
      applications: async ({ name }: { readonly name: string }) => {
        if (name !== 'two') throw new Error('it does not answer');
        return JSON.parse(JSON.stringify(stage.elsewhere.map(applicationData)));
      },
      deliveries: async ({ name }: { readonly name: string }, query: DeliveriesQuery) => {
        if (name !== 'two') throw new Error('it does not answer');
        const later = {
          ...record('cart', 'registry.example.com/shop/cart'),
          state: 'failed' as const,
          at: Date.UTC(2027, 0),
        };
        if (query.sha === undefined) return [deliveryData({ ...later, tag: '9.9.9' })];
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
  const listener = await startListener(
    { host: '127.0.0.1', port: 0, routes: [probes(ports), metricsPage(ports), api(ports), peers(ports)] },
    silentLogger,
  );
  return Object.assign(stage, {
    url: listener.url,
    call: (path: string, call: Call = {}) => answerTo(listener.url, path, call),
    stop: () => listener.close(),
  });
}

async function answerTo(
  url: string,
  path: string,
  { token, body, method = body === undefined ? 'GET' : 'POST' }: Call,
) {
  const answer = await ask(new URL(path, url), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body.toString()) };
}
