import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '@towline/shared/process';
import { type AdministeredCluster, openCluster } from '@towline/test-kit/operator';
import type { DemoOptions } from '../options.js';
import { applicationObject } from '../sample/sample.js';
import { type Alerts, startAlerts } from './alerts.js';
import { type Company, settleAll } from './company.js';
import { type Controller, openController } from './controller.js';
import type { EventBus } from './event-bus.js';
import { openJenkins } from './jenkins-pipeline.js';
import { openRegistry } from './open-registry.js';
import { type PartContext, startCluster, startGit, startOperator, startPipeline, startUpdater } from './parts.js';
import { type Pipeline, watchPipeline } from './pipeline.js';
import { type Place, programs } from './place.js';
import { makeRepositories, type Repositories } from './repositories.js';
import { type CommandEnd, runCommand } from './run-command.js';

/** Everything that a commit goes through, up and running. */
export interface Lab extends Repositories {
  readonly signal: AbortSignal;
  /** The image, without a tag. */
  readonly image: string;
  readonly namespace: string;
  /** Where the deployed page is. */
  readonly pageUrl: string;
  readonly alerts: Alerts;
  /** Undefined where the registry sends no events. */
  readonly bus: EventBus | undefined;
  readonly cluster: AdministeredCluster;
  readonly pipeline: Pipeline;
  /** Addresses, by what they are of. */
  readonly addresses: Readonly<Record<string, string>>;
  /** `argo-updater <command> …` with all places. */
  updater(...args: readonly string[]): Promise<CommandEnd>;
  /** `jenkins-bridge <command> …` with the registry. */
  bridge(...args: readonly string[]): Promise<CommandEnd>;
  /** The argo-updater that runs. */
  readonly controller: Controller;
  /** Lets it know of a push: by the event that was held back or, where the registry sends none, by its API. */
  announce(tag: string): Promise<void>;
}

/** What the lab is built of. */
export interface LabOptions {
  readonly options: DemoOptions;
  readonly place: Place;
  readonly company: Company;
  /** Called with what is to be done in the end, besides stopping the parts. */
  readonly onCleanUp: (action: () => Promise<void>) => void;
}

const apiToken = 'the-token-of-the-demo';

/** Starts every part that is embedded, fills the repositories and makes the Application: each as soon as what it needs is there. */
export async function buildLab(building: LabOptions): Promise<Lab> {
  const { place, company } = building;
  const { signal } = company;
  const servers = await startServers(building);
  const { context, registry, cluster, namespace } = servers;
  const [{ repositories, pipeline }, running] = await settleAll([
    startBuilding(building, servers),
    startPrograms(building, servers),
  ]);
  const { environment } = context;
  return {
    signal,
    ...running,
    ...repositories,
    image: registry.image,
    bus: registry.bus,
    namespace,
    cluster,
    pipeline,
    addresses: {
      page: running.pageUrl,
      registry: registry.url,
      git: servers.gitUrl,
      'argo-updater': running.updaterUrl,
    },
    ...commands({ place, environment, namespace, signal }),
    async announce(tag) {
      if (registry.bus === undefined) await running.controller.refresh(registry.image, tag);
      else registry.bus.release();
    },
  };
}

type Servers = Awaited<ReturnType<typeof startServers>>;

/** Everything that keeps something: Git, the registry and its events, the cluster. */
async function startServers({ options, place, company, onCleanUp }: LabOptions) {
  for (const folder of [place.logs, place.cache, ...['home', 'tmp'].map((name) => join(place.folder, name))])
    await mkdir(folder, { recursive: true });
  const bare: PartContext = { place, environment: environmentOf(options, place), start: company.start };
  const namespace = options.kubeconfig === undefined ? 'argocd' : 'towline-demo';
  const [git, registry] = await settleAll([
    startGit(bare),
    openRegistry({ options, context: bare, onCleanUp, onProblem: company.fail }),
    options.kubeconfig === undefined ? startCluster(bare) : copyPrivate(options.kubeconfig, place.kubeconfig),
  ]);
  if (options.registriesConf !== undefined) await copyPrivate(options.registriesConf, place.registriesConf);
  else await writeFile(place.registriesConf, JSON.stringify({ registries: registry.entries }));
  const cluster = openCluster(await readFile(place.kubeconfig, 'utf8'));
  const context = { ...bare, environment: { ...bare.environment, ...registry.environment } };
  return { context, gitUrl: git.ready.url, registry, cluster, namespace };
}

/** The repositories with their first commits, the Application that names one of them, and who builds the other one. */
async function startBuilding({ options, place, company, onCleanUp }: LabOptions, servers: Servers) {
  const { context, gitUrl, registry, cluster, namespace } = servers;
  const { signal } = company;
  const repositories = await makeRepositories({ ...registry, place, signal, gitUrl });
  const manifestsUrl = repositories.manifests.url;
  const [pipeline] = await settleAll([
    startPipelineOf(options, { context, repositories, signal }),
    cluster
      .create(applicationObject({ namespace, manifestsUrl, image: registry.image }))
      // Not before it is made: one that was there belongs to somebody else.
      .then(() => onCleanUp(() => cluster.remove(namespace, 'web'))),
  ]);
  return { repositories, pipeline };
}

/** The programs that look after the Application. */
async function startPrograms({ place, onCleanUp }: LabOptions, { context, registry, namespace }: Servers) {
  const { image, queueUrl } = registry;
  const alerts = await startAlerts();
  onCleanUp(() => alerts.stop());
  const tokens = [{ name: 'demo', token: apiToken, repositories: [image] }];
  await writeFile(place.tokens, JSON.stringify({ tokens }), { mode: 0o600 });
  const [operator, updater] = await settleAll([
    startOperator(context, namespace),
    startUpdater(context, { namespace, queueUrl, alertsUrl: alerts.url }),
  ]);
  const controller = openController({ ...updater.ready, token: apiToken });
  return { alerts, controller, pageUrl: operator.ready.url, updaterUrl: updater.ready.url };
}

/** Who builds: `jenkins-bridge run --watch`, or a Jenkins. */
async function startPipelineOf(
  { jenkins }: DemoOptions,
  parts: { readonly context: PartContext; readonly repositories: Repositories; readonly signal: AbortSignal },
): Promise<Pipeline> {
  const { context, signal } = parts;
  const { application } = parts.repositories;
  if (jenkins !== undefined) {
    return openJenkins({ ...jenkins, application, environment: context.environment, signal });
  }
  return watchPipeline(await startPipeline(context, application.url), { logs: context.place.builds, signal });
}

interface CommandPlaces {
  readonly place: Place;
  readonly environment: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

function commands({ place, environment, namespace, signal }: CommandPlaces): Pick<Lab, 'updater' | 'bridge'> {
  const ofUpdater = {
    ...environment,
    TOWLINE_KUBECONFIG: place.kubeconfig,
    TOWLINE_ARGOCD_NAMESPACE: namespace,
    TOWLINE_REGISTRIES_CONF_PATH: place.registriesConf,
    TOWLINE_CACHE_DIR: join(place.cache, 'commands'),
  };
  const registries = ['--registries', place.registriesConf];
  return {
    updater: (...args) => runCommand({ program: programs.argoUpdater, args, environment: ofUpdater, signal }),
    bridge: (...args) =>
      runCommand({ program: programs.jenkinsBridge, args: [...args, ...registries], environment, signal }),
  };
}

/** A kubeconfig holds credentials, and a registries.conf may. */
async function copyPrivate(from: string, to: string): Promise<void> {
  await writeFile(to, await readFile(from), { mode: 0o600 });
}

/** What somebody may need to reach parts that are not embedded: credentials, proxies and certificates. */
const ofThisUser = /^(?:(?:AWS|JENKINS)_.*|HOME|DOCKER_CONFIG|NODE_EXTRA_CA_CERTS|(?:HTTPS?|NO)_PROXY)$/i;

/**
 * Nobody's home and configuration, unless something real takes a part: then the credentials of this user count. What parts put aside goes with
 * the folder, even where they are killed.
 */
function environmentOf({ registry }: DemoOptions, { folder }: Place): Readonly<Record<string, string>> {
  const isEmbedded = registry.kind === 'embedded';
  const names = isEmbedded ? [] : Object.keys(process.env).filter((name) => ofThisUser.test(name));
  const home = isEmbedded ? { HOME: join(folder, 'home') } : {};
  return { ...inheritedEnvironment(process.env, ['PATH', ...names]), ...home, TMPDIR: join(folder, 'tmp') };
}
