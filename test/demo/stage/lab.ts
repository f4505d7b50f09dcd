import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '@towline/shared/process';
import { createBareRepository } from '@towline/test-kit/git';
import { type AdministeredCluster, openCluster } from '@towline/test-kit/operator';
import type { DemoOptions } from '../options.js';
import { applicationFiles, applicationObject, manifestFiles } from '../sample/sample.js';
import { type Alerts, startAlerts } from './alerts.js';
import { type Company, settleAll } from './company.js';
import { type Controller, openController } from './controller.js';
import type { EventBus } from './event-bus.js';
import { openJenkins } from './jenkins-pipeline.js';
import { openRegistry } from './open-registry.js';
import { type PartContext, startCluster, startGit, startOperator, startPipeline, startUpdater } from './parts.js';
import { type Pipeline, watchPipeline } from './pipeline.js';
import { type Place, programs } from './place.js';
import { type CommandEnd, runCommand } from './run-command.js';
import { cloneWorkCopy, type WorkCopy } from './work-copy.js';

/** Everything that a commit goes through, up and running. */
export interface Lab {
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
  /** The developer's clone. */
  readonly application: WorkCopy;
  /** The clone of who looks after the manifests. */
  readonly manifests: WorkCopy;
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

/** Starts every part that is embedded, fills the repositories and makes the Application. */
export async function buildLab({ options, place, company, onCleanUp }: LabOptions): Promise<Lab> {
  const { signal } = company;
  for (const folder of [place.logs, place.cache, join(place.folder, 'home')]) await mkdir(folder, { recursive: true });
  const context: PartContext = { place, environment: environmentOf(options, place), start: company.start };
  const namespace = options.kubeconfig === undefined ? 'argocd' : 'towline-demo';
  const [git, registry] = await settleAll([
    startGit(context),
    openRegistry({ options, context, onCleanUp, onProblem: company.fail }),
    options.kubeconfig === undefined ? startCluster(context) : copyPrivate(options.kubeconfig, place.kubeconfig),
  ]);
  const own = { ...context, environment: { ...context.environment, ...registry.environment } };
  await writeFile(place.registriesConf, JSON.stringify({ registries: registry.entries }));
  const repositories = await makeRepositories({ ...registry, place, signal, url: git.ready.url });

  const cluster = openCluster(await readFile(place.kubeconfig, 'utf8'));
  const { image } = registry;
  onCleanUp(() => cluster.remove(namespace, 'web'));
  await cluster.create(applicationObject({ namespace, manifestsUrl: repositories.manifests.url, image }));

  const alerts = await startAlerts();
  onCleanUp(() => alerts.stop());
  const { ready: operator } = await startOperator(own, namespace);
  const tokens = [{ name: 'demo', token: apiToken, repositories: [image] }];
  await writeFile(place.tokens, JSON.stringify({ tokens }), { mode: 0o600 });
  const { ready: updater } = await startUpdater(own, { namespace, queueUrl: registry.queueUrl, alertsUrl: alerts.url });
  const controller = openController({ ...updater, token: apiToken });
  const { environment } = own;
  const { application } = repositories;
  const pipeline =
    options.jenkins === undefined
      ? watchPipeline(await startPipeline(own, application.url), { logs: place.builds, signal })
      : await openJenkins({ ...options.jenkins, application, environment, signal });
  const ofUpdater = {
    ...environment,
    TOWLINE_KUBECONFIG: place.kubeconfig,
    TOWLINE_ARGOCD_NAMESPACE: namespace,
    TOWLINE_REGISTRIES_CONF_PATH: place.registriesConf,
    TOWLINE_CACHE_DIR: join(place.cache, 'commands'),
  };
  return {
    signal,
    image,
    namespace,
    pageUrl: operator.url,
    alerts,
    bus: registry.bus,
    cluster,
    pipeline,
    ...repositories,
    addresses: { page: operator.url, registry: registry.url, git: git.ready.url, 'argo-updater': updater.url },
    updater: (...args) => runCommand({ program: programs.argoUpdater, args, environment: ofUpdater, signal }),
    bridge: (...args) =>
      runCommand({
        program: programs.jenkinsBridge,
        args: [...args, '--registries', place.registriesConf],
        environment,
        signal,
      }),
    controller,
    async announce(tag) {
      if (registry.bus === undefined) await controller.refresh(image, tag);
      else registry.bus.release();
    },
  };
}

/** A kubeconfig holds credentials. */
async function copyPrivate(from: string, to: string): Promise<void> {
  await writeFile(to, await readFile(from), { mode: 0o600 });
}

/** Nobody's home and configuration, unless something real takes a part: then the credentials of this user count. */
function environmentOf({ registry }: DemoOptions, { folder }: Place): Readonly<Record<string, string>> {
  const home = registry.kind === 'embedded' ? { HOME: join(folder, 'home') } : {};
  const own = Object.keys(process.env).filter((name) => /^(?:AWS|JENKINS)_/.test(name));
  const names = registry.kind === 'embedded' ? [] : ['HOME', 'DOCKER_CONFIG', ...own];
  return { ...inheritedEnvironment(process.env, ['PATH', 'TMPDIR', ...names]), ...home };
}

interface Repositories {
  readonly application: WorkCopy;
  readonly manifests: WorkCopy;
}

interface RepositoriesOptions {
  readonly place: Place;
  readonly signal: AbortSignal;
  /** Of the Git server. */
  readonly url: string;
  readonly image: string;
  /** The registry in the words of a pipeline. */
  readonly ofPipeline: object;
}

async function makeRepositories(options: RepositoriesOptions): Promise<Repositories> {
  const { place, signal, url, image, ofPipeline } = options;
  const make = async (name: string, person: WorkCopy['person'], files: Readonly<Record<string, string>>) => {
    await createBareRepository(join(place.folder, 'git', `shop/${name}.git`), { filters: true });
    const folder = join(place.folder, name);
    const copy = await cloneWorkCopy({ url: `${url}/shop/${name}.git`, folder, person, signal });
    await copy.commit('The first commit', files);
    return copy;
  };
  const source = applicationFiles({ sourceUrl: `${url}/shop/web.git`, registry: ofPipeline });
  return {
    application: await make('web', { name: 'Ada Developer', email: 'ada@example.com' }, source),
    manifests: await make('manifests', { name: 'Sam Operator', email: 'sam@example.com' }, manifestFiles({ image })),
  };
}
