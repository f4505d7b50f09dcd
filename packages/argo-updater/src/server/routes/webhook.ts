import { readWebhook, webhookProblem } from '../../core/event/read-webhook.js';
import type { WebhookRequest, WebhookVendor } from '../../core/event/webhook-vendor.js';
import { vendorOf, webhookVendors } from '../../core/event/webhook-vendors.js';
import type { LiveEvent } from '../../core/live/live-event.js';
import { bodyText, headersOf, queryOf } from '../read-request.js';
import { isServerError, ServerError, type ServerErrorCode } from '../server-error.js';
import type { ServerPorts } from '../server-ports.js';
import type { Routes } from '../start-listener.js';
import { verifyWebhook } from '../webhooks/verify-webhook.js';

/** What becomes of a webhook. */
type WebhookOutcome = 'accepted' | 'ignored' | 'repeated' | 'full' | 'unreadable' | 'unauthenticated';

type WebhookPorts = Pick<ServerPorts, 'sink' | 'seen' | 'webhooks' | 'metrics' | 'log'>;

/** What is answered to a webhook that is not refused. */
interface Taken {
  readonly outcome: Extract<WebhookOutcome, 'accepted' | 'ignored' | 'repeated'>;
  readonly reason?: string;
  readonly events?: number;
}

const outcomes: Readonly<Partial<Record<ServerErrorCode, WebhookOutcome>>> = {
  'server-busy': 'full',
  'server-unreadable': 'unreadable',
  'server-unauthenticated': 'unauthenticated',
};

/** `/webhook`: news of registries and Git servers, as they send it. Answered once it is queued; what comes of it is told elsewhere. */
export function webhook(ports: WebhookPorts): Routes {
  return (app) => {
    app.all('/webhook', async (incoming, reply) => {
      const request: WebhookRequest = {
        method: incoming.method,
        headers: headersOf(incoming),
        query: queryOf(incoming),
        body: bodyText(incoming),
      };
      const vendor = vendorOf(request);
      const name = vendor?.name ?? 'unknown';
      try {
        const taken = await take(ports, vendor, request);
        count(ports, name, taken.outcome);
        return reply.code(taken.outcome === 'accepted' ? 202 : 200).send({ [taken.outcome]: true, ...reasonOf(taken) });
      } catch (error) {
        if (isServerError(error)) {
          count(ports, name, outcomes[error.code] ?? 'unreadable');
          ports.log.warn({ vendor: name, code: error.code, error: error.message }, 'A webhook was refused');
        }
        throw error;
      }
    });
  };
}

function count({ metrics }: WebhookPorts, vendor: string, outcome: WebhookOutcome): void {
  metrics.add('towline_webhooks_total', { vendor, outcome });
}

function reasonOf({ reason }: Taken): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

async function take(ports: WebhookPorts, vendor: WebhookVendor | undefined, request: WebhookRequest): Promise<Taken> {
  if (vendor === undefined) throw unreadable('it does not say whose it is', knownTypes);
  const problem = webhookProblem(vendor, request);
  if (problem !== undefined) throw unreadable(problem);
  await believe(ports, vendor, request);
  const { reading, deliveryId } = readWebhook(vendor, request);
  if (reading.kind === 'unreadable') throw unreadable(reading.problem);
  if (reading.kind === 'ignored') return { outcome: 'ignored', reason: reading.reason };
  if (deliveryId !== undefined && ports.seen.has(vendor.name, deliveryId)) return { outcome: 'repeated' };
  for (const event of reading.events) accept(ports, event);
  if (deliveryId !== undefined) ports.seen.add(vendor.name, deliveryId);
  ports.log.info(
    { vendor: vendor.name, delivery: deliveryId, events: reading.events.map(subjectOf) },
    'A webhook was taken',
  );
  return { outcome: 'accepted' };
}

const knownTypes = `Add ?type= to the address, with one of ${webhookVendors.map(({ name }) => name).join(', ')}.`;

function accept({ sink }: WebhookPorts, event: LiveEvent): void {
  if (sink.accept(event) === 'full') throw new ServerError('server-busy', 'Too many events are waiting');
}

function subjectOf(event: LiveEvent): string {
  if (event.kind === 'manifests') return `${event.repository} ${event.branch ?? ''}`;
  return `${event.repository.host}/${event.repository.path}:${event.tag ?? ''}`;
}

function unreadable(problem: string, hint?: string): ServerError {
  return new ServerError('server-unreadable', `The webhook is refused: ${problem}`, { hint });
}

/** Throws where the request does not prove that it is the vendor's. */
async function believe({ webhooks }: WebhookPorts, vendor: WebhookVendor, request: WebhookRequest): Promise<void> {
  const secret = webhooks.secrets.get(vendor.name);
  if (secret === undefined) {
    if (!webhooks.required) return;
    throw new ServerError('server-unauthenticated', `No secret is set for webhooks of ${vendor.name}`);
  }
  const proof = await secret.agrees((known) => {
    const shown = verifyWebhook(vendor, request, known);
    return shown === 'wrong' ? undefined : shown;
  });
  if (proof === 'proven') return;
  const problem = proof === 'missing' ? 'has no secret or signature' : 'has a wrong secret or signature';
  throw new ServerError('server-unauthenticated', `The webhook of ${vendor.name} ${problem}`);
}
