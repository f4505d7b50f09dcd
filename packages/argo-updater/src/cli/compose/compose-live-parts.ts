import { createSecretStore } from '@towline/shared/config';
import { createKubernetesResolver } from '../../adapters/kubernetes/secrets.js';
import type { Controller } from '../../app/live/controller.js';
import type { EventSink, TakeBackRequest } from '../../app/live/ports.js';
import { completeNotification } from '../../app/outcome/complete-notification.js';
import { createDeliveryBook } from '../../app/outcome/delivery-book.js';
import { besideThePass } from '../../app/outcome/events-beside-the-pass.js';
import { followDeliveries } from '../../app/outcome/follow-deliveries.js';
import { createNotificationQueue } from '../../app/outcome/notification-queue.js';
import { createOutcomeMemory } from '../../app/outcome/outcome-memory.js';
import type { RolloutObserver } from '../../app/outcome/ports.js';
import type { WorkPorts } from '../../app/pass/ports.js';
import type { Notification } from '../../core/outcome/notification.js';
import { countOperations, countQuestions } from '../../server/metrics/count-questions.js';
import { createMetrics, type Metrics } from '../../server/metrics/metrics.js';
import { observePasses } from '../../server/metrics/observe-passes.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';
import type { Cluster } from './compose-cluster.js';
import { composeLive } from './compose-live.js';
import { composeNotifiers } from './compose-notifiers.js';
import { composeOthers, composePeers, handTo } from './compose-peers.js';
import { type RunningServer, startServer } from './compose-server.js';
import type { LiveParts } from './live-parts.js';
import { type Plugs, plugTagPolicy } from './plugs.js';
import { runEventSources } from './run-event-sources.js';

/** Secrets of the server are looked up anew after so long, and at once where one does not agree. */
const secretTtlMs = 15_000;
/** How long an Application that was Degraded before a delivery may stay so after it. */
const settleMs = 60_000;
/** How long is looked up where an image comes from before people are told without it. */
const lookUpMs = 10_000;
/** How long people may still be told of what happened when the controller ends. */
const lastWordsMs = 5_000;

/** What stands around the controller: its server, the sources of its events, and those who follow what it writes. */
export async function composeLiveParts(
  settings: Settings,
  base: Base,
  { cluster, plugs }: { readonly cluster: Cluster | undefined; readonly plugs: Plugs },
): Promise<LiveParts> {
  const { clock, log } = base;
  const resolvers = cluster ? [...base.resolvers, createKubernetesResolver(cluster.secrets)] : base.resolvers;
  const secrets = createSecretStore({ resolvers, clock, ttlMs: secretTtlMs });
  const metrics = await createMetrics();
  const end = new AbortController();
  const book = createDeliveryBook();
  const rollouts = observeRollouts(metrics);
  const notifiers = [...composeNotifiers(settings, base, { cluster, secrets }), ...(plugs.notifiers ?? [])];
  let work: WorkPorts | undefined;
  const complete = async (notification: Notification): Promise<Notification> => {
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(lookUpMs)]);
    return work === undefined ? notification : completeNotification(work, notification, { signal });
  };
  const queue = createNotificationQueue({ notifiers, complete, observer: rollouts, log, signal: end.signal });
  const limits = () => ({ timeoutMs: settings.notify.rolloutTimeout, settleMs });
  const live = composeLive(settings, base, cluster);
  const memory = createOutcomeMemory({ live, log, signal: end.signal });
  const peers = composePeers(settings, base, (reference, waiting) => secrets.get(reference, waiting));
  let running: Controller | undefined;
  const takeBack = (request: TakeBackRequest): boolean => running?.takeBack(request) ?? false;
  const outcomes = followDeliveries({ book, memory, queue, metrics: rollouts, limits, clock, log, takeBack });
  let server: RunningServer | undefined;
  let sources: Promise<void> | undefined;
  return {
    observers: [observePasses(metrics), { ...deaf, ...outcomes.observer }],
    followers: [outcomes.follower],
    peers: peers && handTo(peers),
    peerAddress: peerAddress(settings, base),
    count(ports) {
      work = countUse(plugTagPolicy(ports, plugs), metrics, end.signal);
      return work;
    },
    async start(controller, signal) {
      running = controller;
      const sink = (source: string): EventSink =>
        countEvents(source, controller.events, { metrics, book, now: () => clock.now() });
      server = await startServer(settings, base, {
        view: controller.view,
        trace: book,
        others: composeOthers(() => controller.view.others(), peers),
        sink: sink('http'),
        handed: (news) => controller.handed.accept(news),
        metrics,
        secrets,
      });
      sources = runEventSources(settings, base, { sink: sink('sqs'), signal });
    },
    async stop() {
      await server?.close();
      await sources;
      outcomes.stop();
      const told = memory.settled().then(() => queue.settled());
      await Promise.race([told, clock.sleep(lastWordsMs, end.signal)]);
      end.abort();
    },
  };
}

const deaf = { passed: () => undefined, polled: () => undefined, counted: () => undefined };

function observeRollouts(metrics: Metrics): RolloutObserver {
  return {
    ended(outcome, durationMs) {
      metrics.add('towline_rollouts_total', { outcome });
      if (outcome !== 'failed') metrics.observe('towline_rollout_duration_seconds', durationMs / 1_000);
    },
    notified: (channel, outcome) => metrics.add('towline_notifications_total', { channel, outcome }),
  };
}

function countUse(ports: WorkPorts, metrics: Metrics, signal: AbortSignal): WorkPorts {
  return {
    ...ports,
    registry: countQuestions(ports.registry, metrics),
    repositories: {
      async open(place, waiting) {
        return countOperations(await ports.repositories.open(place, waiting), metrics);
      },
    },
    events: ports.events && besideThePass(ports.events, ports.log, signal),
  };
}

interface Counting {
  readonly metrics: Metrics;
  readonly book: Pick<ReturnType<typeof createDeliveryBook>, 'published'>;
  readonly now: () => number;
}

function countEvents(source: string, sink: EventSink, { metrics, book, now }: Counting): EventSink {
  return {
    accept(event) {
      const outcome = sink.accept(event);
      metrics.add('towline_events_total', { source, outcome });
      if (outcome === 'accepted' && event.kind === 'image') book.published(event, event.pushedAt ?? now());
      return outcome;
    },
  };
}

/** The address of the pod, where it is told by the environment and listened on. */
function peerAddress({ server }: Settings, { environment }: Pick<Base, 'environment'>): string | undefined {
  const { POD_IP: ip = '' } = environment;
  if (ip === '' || !server.enableWebhook || server.peerToken === undefined) return undefined;
  const host = ip.includes(':') ? `[${ip}]` : ip;
  return `${server.tlsCert === undefined ? 'http' : 'https'}://${host}:${server.port}`;
}
