import { join } from 'node:path';
import { z } from 'zod';
import type { Company } from './company.js';
import type { Part } from './part.js';
import { type Place, programs } from './place.js';

/** What every part is started with. */
export interface PartContext {
  readonly place: Place;
  readonly environment: Readonly<Record<string, string>>;
  readonly start: Company['start'];
}

const kitUrl = z.object({ url: z.url() });
const registrySchema = z.object({ url: z.url(), accountId: z.string(), region: z.string() });
const queueSchema = z.object({ url: z.url(), queues: z.object({ pushes: z.url() }) });

/** The Git server. */
export const startGit = (context: PartContext): Promise<Part<{ url: string }>> =>
  startKit(context, { name: 'the Git server', args: ['git', '--root', join(context.place.folder, 'git')] }, kitUrl);

/** SQS with one queue. */
export const startQueue = (context: PartContext): Promise<Part<z.output<typeof queueSchema>>> =>
  startKit(context, { name: 'the queue', args: ['sqs', '--queues', 'pushes'] }, queueSchema);

/** The registry, which tells of pushes at an address. */
export const startRegistry = (context: PartContext, events: string): Promise<Part<z.output<typeof registrySchema>>> =>
  startKit(
    context,
    { name: 'the registry', args: ['registry', '--access', 'ecr', '--create-on-push', '--events', events] },
    registrySchema,
  );

/** The Kubernetes API. It writes the kubeconfig of the place. */
export const startCluster = (context: PartContext): Promise<Part<{ url: string }>> =>
  startKit(context, { name: 'the cluster', args: ['kube', '--kubeconfig', context.place.kubeconfig] }, kitUrl);

/** The miniature of Argo CD. Its URL is that of what it deploys. */
export const startOperator = (context: PartContext, namespace: string): Promise<Part<{ url: string }>> => {
  const { kubeconfig, registriesConf } = context.place;
  const places = ['--kubeconfig', kubeconfig, '--registries', registriesConf, '--namespace', namespace];
  return startKit(context, { name: 'the operator', args: ['operator', ...places] }, kitUrl);
};

/** What argo-updater is told besides the places of everything. */
export interface UpdaterPart {
  readonly namespace: string;
  readonly queueUrl: string | undefined;
  readonly alertsUrl: string;
}

/** The controller, with its API on. */
export function startUpdater(context: PartContext, { namespace, queueUrl, alertsUrl }: UpdaterPart) {
  const { place, environment, start } = context;
  const urlIn = (written: string, sentence: string) =>
    new RegExp(`"url":"([^"]+)","msg":"${sentence}"`).exec(written)?.[1];
  return start({
    name: 'argo-updater',
    args: [
      programs.argoUpdater,
      'run',
      ...['--kubeconfig', place.kubeconfig, '--argocd-namespace', namespace, '--leader-election=false'],
      ...['--registries-conf-path', place.registriesConf, '--cache-dir', join(place.cache, 'argo-updater')],
      // The demo lets events be looked at before they go on: nothing may be found by polling meanwhile.
      ...['--interval', '0s', ...(queueUrl === undefined ? [] : ['--sqs-queue-url', queueUrl])],
      ...['--enable-webhook', '--server-host', '127.0.0.1', '--webhook-port', '0'],
      ...['--health-probe-bind-address', '127.0.0.1:0', '--metrics-bind-address', '127.0.0.1:0'],
      ...['--api-tokens', `file:${place.tokens}`, '--notify-webhook-url', alertsUrl, '--logformat', 'json'],
    ],
    environment,
    logFile: join(place.logs, 'argo-updater.log'),
    ready: (written) => {
      const url = urlIn(written, 'Webhooks and the API are served');
      const metricsUrl = urlIn(written, 'Probes and metrics are served');
      return url === undefined || metricsUrl === undefined ? undefined : { url, metricsUrl };
    },
  });
}

/** `jenkins-bridge run --watch`, which builds each commit that it finds. */
export function startPipeline({ place, environment, start }: PartContext, source: string): Promise<Part<true>> {
  return start({
    name: 'jenkins-bridge',
    args: [
      ...[programs.jenkinsBridge, 'run', '--watch', '--interval', '300ms', '--source', source, '--branch', 'main'],
      ...['--registries', place.registriesConf, '--cache', join(place.cache, 'images')],
      ...['--logs', place.builds, '-o', 'json'],
    ],
    environment,
    logFile: join(place.logs, 'jenkins-bridge.log'),
    ready: (written) => (written.includes('{"event":"watching"') ? true : undefined),
  });
}

function startKit<Schema extends z.ZodType>(
  { place, environment, start }: PartContext,
  { name, args }: { readonly name: string; readonly args: readonly string[] },
  schema: Schema,
): Promise<Part<z.output<Schema>>> {
  return start({
    name,
    args: [programs.kit, ...args],
    environment,
    logFile: join(place.logs, `${args[0]}.log`),
    ready: (written) => {
      const line = /^\{.*\}$/m.exec(written)?.[0];
      return line === undefined ? undefined : schema.parse(JSON.parse(line));
    },
  });
}
