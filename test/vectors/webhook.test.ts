import { describe, expect } from '@jest/globals';
import { formatRepository } from '@towline/shared/image';
import { Secret } from '@towline/shared/secret';
import { z } from 'zod';
import { readWebhook, webhookProblem } from '../../packages/argo-updater/src/core/event/read-webhook.js';
import type { WebhookReading, WebhookRequest } from '../../packages/argo-updater/src/core/event/webhook-vendor.js';
import { webhookVendors } from '../../packages/argo-updater/src/core/event/webhook-vendors.js';
import { verifyWebhook } from '../../packages/argo-updater/src/server/webhooks/verify-webhook.js';
import { comparable, describeVectors, differenceFor, driver, eachCase } from './describe-vectors.js';
import { readCases } from './vector-cases.js';

const input = z
  .object({
    vendor: z.string(),
    secret: z.string(),
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  })
  .transform(({ vendor: name, secret, url, headers, ...rest }) => {
    const vendor = webhookVendors.find((one) => one.name === name);
    if (vendor === undefined) throw new Error(`no vendor is called ${name}`);
    const request: WebhookRequest = {
      ...rest,
      headers: Object.fromEntries(Object.entries(headers).map(([header, value]) => [header.toLowerCase(), value])),
      query: Object.fromEntries(new URL(url, 'http://updater').searchParams),
    };
    return { vendor, request, secret: secret === '' ? undefined : new Secret(secret) };
  });

describeVectors('webhook.json', {
  'webhook.validate': driver(input, ({ vendor, request, secret }) => {
    const problem = webhookProblem(vendor, request);
    if (problem !== undefined) return { error: problem };
    const proof = secret === undefined ? 'proven' : verifyWebhook(vendor, request, secret);
    return { error: proof === 'proven' ? null : proof };
  }),
  'webhook.parse': driver(input, ({ vendor, request }) => answer(readWebhook(vendor, request).reading)),
});

function answer(reading: WebhookReading): unknown {
  if (reading.kind !== 'events') return { error: reading.kind, event: null };
  const [event] = reading.events;
  if (event.kind !== 'image') return { error: 'not an image', event: null };
  const { repository, tag, digest } = event;
  // Recorded without the folder that Docker Hub adds to names of one part.
  const path = formatRepository(repository)
    .replace(/^docker\.io\/library\//, 'docker.io/')
    .slice(repository.host.length + 1);
  return { error: null, event: { registryUrl: repository.host, repository: path, tag, digest } };
}

describe('an event whose digest is none', () => {
  const cases = (readCases('webhook.json') ?? []).filter(
    ({ name, fn }) => differenceFor(name, fn)?.id === 'webhook-digest',
  );
  eachCase(cases, ({ input: recorded, expected }) => {
    const { vendor, request } = input.parse(recorded);
    const { event } = z.object({ event: z.looseObject({ digest: z.string() }) }).parse(expected);
    expect(comparable(answer(readWebhook(vendor, request).reading))).toEqual(
      comparable({ event: { ...event, digest: undefined } }),
    );
  });
});
