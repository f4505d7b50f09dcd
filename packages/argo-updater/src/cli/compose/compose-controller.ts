import type { Invocation } from '@towline/shared/cli';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { normalizeGitUrl } from '@towline/shared/git';
import type { Clock } from '@towline/shared/ports';
import type { RegistryAllowance } from '@towline/shared/registry';
import { createImageUpdaters } from '../../adapters/kubernetes/image-updaters.js';
import { createClusterWatch } from '../../adapters/kubernetes/watch/watch-cluster.js';
import { type Controller, createController } from '../../app/live/controller.js';
import { type LiveOptions, liveBounds } from '../../app/live/live-options.js';
import { logDecisions } from '../../app/live/log-decisions.js';
import { createPolledWatch } from '../../app/live/polled-watch.js';
import type { PassObserver, WatchPort } from '../../app/live/ports.js';
import type { CommitStyle, WorkPorts } from '../../app/pass/ports.js';
import { loadSettings } from '../settings/load-settings.js';
import type { Settings } from '../settings/settings-schema.js';
import { composeApplications } from './compose-applications.js';
import type { Base } from './compose-base.js';
import { type Cluster, controllerNamespace } from './compose-cluster.js';
import { gatherOptions } from './compose-pass.js';
import { composeReplicas } from './compose-replicas.js';
import { composeStyle } from './compose-style.js';
import { type ComposedWork, composeWork } from './compose-work.js';
import { currentPorts } from './current-ports.js';
import type { LiveParts } from './live-parts.js';
import { createRenewable, type Renewable } from './renewable.js';
import { settingFiles } from './setting-files.js';
import { watchCredentials } from './watch-credentials.js';
import { watchFiles } from './watch-files.js';

/** What a controller is wired with. */
export interface ControllerSetup {
  readonly settings: Settings;
  readonly base: Base;
  readonly cluster: Cluster | undefined;
  readonly parts: LiveParts;
  /** One commit for all Applications of a push. */
  readonly batch: boolean;
}

/** A controller that is ready to run. */
export interface ComposedController extends AsyncDisposable {
  readonly controller: Controller;
  /** Sets everything up anew whenever a file of the settings changes, or Argo CD's credentials of repositories, until it is aborted. */
  watchSettings(signal: AbortSignal): Promise<void>;
}

/** What is read of the settings again and again. */
interface Current extends AsyncDisposable {
  readonly settings: Settings;
  readonly work: ComposedWork;
  readonly ports: WorkPorts;
  readonly style: CommitStyle;
}

const settingsEveryMs = 5_000;
/** A secret that was refused is not read anew more often. */
const credentialsEveryMs = 30_000;

/** Wires a controller by the settings of an invocation. */
export async function composeController(invocation: Invocation, setup: ControllerSetup): Promise<ComposedController> {
  const { base, cluster, parts } = setup;
  const { clock, log } = base;
  const allowances = new Map<string, RegistryAllowance>();
  const current = await createRenewable({
    make: () => makeCurrent(invocation, setup, allowances),
    clock,
    lingerMs: liveBounds.graceMs,
  });
  const renew = async (why: string, then = () => controller.lookAgain()): Promise<void> => {
    try {
      await current.renew();
      log.info({ why }, 'The settings and their secrets were read anew');
      then();
    } catch (error) {
      log.error(
        { code: errorCode(error), error: errorMessage(error) },
        'The settings cannot be used; the old ones hold',
      );
    }
  };
  const controller = createController(
    {
      work: currentPorts(() => current.current().ports, addressKey),
      watch: composeWatch(current, setup),
      replicas: await composeReplicas(setup.settings, base, { cluster, address: parts.peerAddress }),
      peers: parts.peers,
      imageUpdaters: cluster && createImageUpdaters(cluster.client),
      addressKey,
      observers: [...(parts.observers ?? []), { ...deaf, ...logDecisions(log) }, renewOnRefusal(clock, renew)],
      followers: parts.followers,
    },
    currentOptions(current, (now) => ({
      ...liveOptions(now, invocation, setup),
      allowanceOf: (host) => allowances.get(host),
    })),
  );
  const paths = (): readonly string[] => settingFiles(current.current().settings, invocation);
  const onChange = (): Promise<void> => renew('A file has changed');
  return {
    controller,
    async watchSettings(signal) {
      const onCredentials = (): Promise<void> => renew('Argo CD has other credentials', () => controller.tryAgain());
      await Promise.all([
        watchFiles({ paths, clock, everyMs: settingsEveryMs, onChange }, signal),
        cluster && watchCredentials(cluster, { clock, log, onChange: onCredentials }, signal),
      ]);
    },
    [Symbol.asyncDispose]: () => current[Symbol.asyncDispose](),
  };
}

function addressKey(address: string): string {
  return normalizeGitUrl(address) || address;
}

async function makeCurrent(
  invocation: Invocation,
  { base, cluster, parts, batch }: ControllerSetup,
  allowances: Map<string, RegistryAllowance>,
): Promise<Current> {
  const settings = await loadSettings(invocation);
  // Read anew, since Argo CD's secrets for repositories may have changed as well.
  const renewed = cluster && { ...cluster, repositories: cluster.renewRepositories() };
  const [work, style] = await Promise.all([
    composeWork(settings, base, {
      cluster: renewed,
      pushTimes: false,
      onAllowance: (allowance) => void allowances.set(allowance.registry, allowance),
    }),
    composeStyle(settings, batch),
  ]);
  const ports = parts.count?.(work.ports) ?? work.ports;
  return { settings, work, ports, style, [Symbol.asyncDispose]: () => work[Symbol.asyncDispose]() };
}

/** The options of now, made once for each time that the settings are read: they are asked for hundreds of times in a cycle. */
function currentOptions(current: Renewable<Current>, make: (now: Current) => LiveOptions): () => LiveOptions {
  let of: Current | undefined;
  let known: LiveOptions | undefined;
  return () => {
    const now = current.current();
    if (known === undefined || of !== now) known = make(now);
    of = now;
    return known;
  };
}

function liveOptions({ settings, style }: Current, invocation: Invocation, { cluster }: ControllerSetup): LiveOptions {
  const namespace = controllerNamespace(settings, cluster?.client);
  const { live, limits } = settings;
  return {
    ...gatherOptions(settings, invocation, namespace),
    style,
    intervalMs: live.interval,
    passes: limits.writes,
  };
}

function composeWatch(current: Renewable<Current>, { settings, base, cluster }: ControllerSetup): WatchPort {
  const { clock, log } = base;
  if (usesWatch(settings) && cluster !== undefined) {
    const { client, namespaces } = cluster;
    return createClusterWatch({ client, clock, log, random: Math.random }, { namespaces });
  }
  const applications = () => {
    const { settings: now, work } = current.current();
    return composeApplications(now, base, { cluster, repositories: work.repositories });
  };
  return createPolledWatch({
    applications,
    clock,
    log,
    everyMs: () => current.current().settings.live.interval || 60_000,
  });
}

/** Whether Applications are read where they can be watched. */
function usesWatch({ applications, argocd }: Settings): boolean {
  return applications.from === undefined && argocd.server === undefined;
}

const deaf = { passed: () => undefined, polled: () => undefined, counted: () => undefined };

const refusals = ['git-authentication', 'git-host-key', 'git-tls', 'repository-secret-missing'];

/** Reads secrets anew where a repository refused them: somebody may have changed them. */
function renewOnRefusal(clock: Clock, renew: (why: string) => Promise<void>): PassObserver {
  let notBefore = 0;
  return {
    ...deaf,
    decided({ images, delivery }) {
      const codes = [
        ...images.map(({ rule }) => rule),
        delivery?.kind === 'failed' ? delivery.failure.code : undefined,
      ];
      if (!codes.some((code) => code !== undefined && refusals.includes(code)) || clock.now() < notBefore) return;
      notBefore = clock.now() + credentialsEveryMs;
      void renew('Credentials were refused');
    },
  };
}
