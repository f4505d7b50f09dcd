import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEnvironmentResolver, createSecretStore } from '@towline/shared/config';
import { type Logger, silentLogger } from '@towline/shared/ports';
import { createManualClock } from '@towline/test-kit/clock';
import { ask, testCertificate } from '@towline/test-kit/serve';
import type { LiveEvent } from '../../core/live/live-event.js';
import { createMetrics } from '../../server/metrics/metrics.js';
import { settingsSchema } from '../settings/settings-schema.js';
import { type RunningServer, startServer } from './compose-server.js';

const clock = createManualClock();
let folder: string;
let said: { readonly fields: Readonly<Record<string, unknown>>; readonly sentence: string }[];
let server: RunningServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-compose-'));
  said = [];
  server = undefined;
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

const taken: LiveEvent[] = [];
const start = async (settings: object, environment: Record<string, string> = {}) => {
  const say: Logger['info'] = (fields, sentence) => said.push({ fields, sentence });
  const log: Logger = { ...silentLogger, info: say, warn: say };
  const base = { clock, log, environment };
  server = await startServer(
    settingsSchema.parse({ server: { host: '127.0.0.1', healthAddress: '0', ...settings } }),
    base,
    {
      view: {
        readiness: () => ({ ready: true }),
        applications: () => [],
        application: () => undefined,
        reconcile: () => 'unknown',
        others: () => [],
      },
      trace: { bySha: () => [], byApplication: () => [] },
      sink: {
        accept(event) {
          taken.push(event);
          return 'accepted';
        },
      },
      others: { list: () => [], applications: async () => [], deliveries: async () => [] },
      handed: () => 'accepted',
      metrics: await createMetrics(),
      secrets: createSecretStore({ resolvers: [createEnvironmentResolver(environment)], clock }),
    },
  );
  return said.flatMap(({ fields: { url } }) => (typeof url === 'string' ? [url] : []));
};

describe('the server', () => {
  it('listens to nothing where everything is turned off', async () => {
    expect(await start({})).toEqual([]);
    expect(server?.port).toBeUndefined();
  });

  it('shows probes and metrics at one address where both say so', async () => {
    const [url, ...others] = await start({ healthAddress: '127.0.0.1:0', metricsAddress: '127.0.0.1:0' });
    const statuses = await Promise.all(
      ['/healthz', '/readyz', '/metrics', '/webhook'].map(async (path) => (await ask(`${url}${path}`)).status),
    );
    expect([statuses, others]).toEqual([[200, 200, 200, 404], []]);
  });

  it('believes webhooks by the variables of argocd-image-updater', async () => {
    const [url] = await start({ enableWebhook: true, port: 0 }, { QUAY_WEBHOOK_SECRET: 'of-quay' });
    const body = JSON.stringify({ repository: 'acme/web', updated_tags: ['1'] });
    const send = async (secret: string) =>
      (await ask(`${url}/webhook?type=quay.io&secret=${secret}`, { method: 'POST', body })).status;
    expect([await send('of-quay'), await send('wrong')]).toEqual([202, 401]);
  });

  it('uses a certificate that was written anew, and keeps the old one where that is none', async () => {
    const { cert, keyFile } = testCertificate();
    await writeFile(join(folder, 'tls.crt'), cert);
    const [url] = await start({ enableWebhook: true, port: 0, tlsCert: join(folder, 'tls.crt'), tlsKey: keyFile });
    expect(url).toMatch(/^https:/);
    const steps = [
      [`${cert}\n`, 'The certificate was renewed'],
      ['none', 'The certificate could not be renewed; the old one stays'],
    ];
    for (const [text = '', sentence] of steps) {
      await writeFile(join(folder, 'tls.crt'), text);
      await clock.untilSleeping();
      const before = said.length;
      clock.advance(60_000);
      await clock.untilSleeping();
      expect(said.slice(before).map((one) => one.sentence)).toEqual([sentence]);
      expect((await ask(`${url}/healthz`, { ca: cert })).status).toBe(200);
    }
  });

  it.each([
    ['an address that is none', { healthAddress: 'here' }, 'cli-config-invalid'],
    ['a port that is none', { metricsAddress: ':70000' }, 'cli-config-invalid'],
    ['a certificate without its key', { enableWebhook: true, port: 0, tlsCert: '/tls.crt' }, 'cli-config-invalid'],
    [
      'a certificate that is not there',
      { enableWebhook: true, port: 0, tlsCert: '/nowhere', tlsKey: '/nowhere' },
      'cli-file-unreadable',
    ],
  ])('refuses %s', async (_what, settings, code) => {
    await expect(start(settings)).rejects.toMatchObject({ code });
  });
});
