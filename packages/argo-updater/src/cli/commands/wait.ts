import { answer, CliError, type CommandModule, type Invocation, textOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import type { Clock } from '@towline/shared/ports';
import { createLiveApplications } from '../../adapters/kubernetes/live-applications.js';
import { readCluster } from '../../adapters/kubernetes/read-cluster.js';
import type { UpdaterApi } from '../../adapters/updater-api/updater-api.js';
import { isUpdaterError } from '../../adapters/updater-api/updater-error.js';
import type { DeliveryState } from '../../core/outcome/delivery-record.js';
import { liveDeliveries } from '../../core/outcome/live-deliveries.js';
import { waitVerdict } from '../../core/outcome/wait-verdict.js';
import { type Base, composeBase } from '../compose/compose-base.js';
import { composeCluster } from '../compose/compose-cluster.js';
import { loadSettings } from '../settings/load-settings.js';
import { settingOptions } from '../settings/setting-options.js';
import type { Settings } from '../settings/settings-schema.js';
import { updaterOf, updaterOptions } from './updater-options.js';

/** `wait`: until a delivery is healthy. */
export const wait: CommandModule = {
  spec: {
    description:
      'Waits until an Application runs what was written for it, or until a commit is healthy wherever it is deployed. Exit code 0 when it is healthy, 1 when it failed or is held, 4 when the time is over: five minutes, where --timeout says nothing. With --server it needs a token and nothing else; it changes nothing.',
    arguments: [{ name: 'application', meaning: 'the Application: name or namespace/name' }],
    options: [
      {
        flag: 'commit',
        value: 'sha',
        meaning: 'a commit of the source or of the manifest repository, seven digits at least',
      },
      ...updaterOptions,
      ...settingOptions('kubernetes', 'argocd', 'log'),
    ],
    examples: [
      ['argo-updater wait shop', 'until the Application is Synced and Healthy'],
      ['argo-updater wait --commit $GIT_COMMIT --server https://updater.example.com --timeout 10m', 'in a pipeline'],
      ['argo-updater wait shop --commit 1a2b3c4', 'until the Application runs what was built from the commit'],
    ],
  },
  async run(invocation) {
    const question = readQuestion(invocation);
    const settings = await loadSettings(invocation);
    const base = await composeBase(settings, invocation, 'warn');
    try {
      const updater = updaterOf(invocation, base);
      const look = updater ? byServer(updater, question) : await byCluster(settings, base, question);
      return await waitFor(invocation, look, { clock: base.clock, question });
    } finally {
      base.close();
    }
  },
};

interface Question {
  readonly application: string | undefined;
  readonly sha: string | undefined;
}

interface Awaited {
  readonly application: string;
  readonly image: string;
  readonly state: DeliveryState;
  readonly reason?: string | undefined;
  readonly commit?: string | undefined;
}

interface Seen {
  readonly deliveries: readonly Awaited[];
  /** Replicas that did not answer: they may have one that is not healthy. */
  readonly unanswered: readonly string[];
}

type Look = (signal: AbortSignal) => Promise<Seen>;

function readQuestion(invocation: Invocation): Question {
  const [application] = invocation.args;
  const sha = textOption(invocation, 'commit')?.toLowerCase();
  if (sha !== undefined && !/^[0-9a-f]{7,64}$/.test(sha)) {
    throw new CliError('cli-usage', '--commit is not a commit: it takes seven hexadecimal digits or more');
  }
  if (application !== undefined || sha !== undefined) return { application, sha };
  throw new CliError('cli-usage', 'Nothing says what to wait for', { hint: 'Name an Application, or --commit.' });
}

const nothing: Seen = { deliveries: [], unanswered: [] };

function byServer(updater: UpdaterApi, { application, sha }: Question): Look {
  return async (signal) => {
    try {
      if (sha === undefined) return await updater.deliveries({ application: application ?? '' }, { signal });
      const { deliveries, unanswered } = await updater.deliveries({ sha }, { signal });
      const meant = deliveries.filter((one) => application === undefined || isNamed(one.application, application));
      return { deliveries: meant, unanswered };
    } catch (error) {
      // It may be starting anew; the time that was given is the limit.
      if (isUpdaterError(error) && error.code === 'updater-unreachable') return nothing;
      if (isUpdaterError(error) && error.code === 'updater-unknown') throw unknown(application ?? '', error.message);
      throw error;
    }
  };
}

async function byCluster(settings: Settings, base: Base, { application, sha }: Question): Promise<Look> {
  const cluster = await composeCluster(settings, base);
  if (cluster === undefined) {
    throw new CliError('cli-usage', 'There is neither a cluster nor a --server to ask');
  }
  const since = base.clock.now();
  const question = () => ({ sha, since, now: base.clock.now() });
  if (application === undefined) {
    return async (signal) => {
      const { applications } = await readCluster(cluster.client, { namespaces: cluster.namespaces, signal });
      return { ...nothing, deliveries: applications.flatMap((one) => liveDeliveries(one, question())) };
    };
  }
  const live = createLiveApplications(cluster.client);
  const [name = '', namespace = cluster.namespace] = application.split('/').toReversed();
  return async (signal) => {
    const found = await live.read({ namespace, name }, { signal });
    if (found === undefined) throw unknown(application, `There is no Application ${namespace}/${name}`);
    return { ...nothing, deliveries: liveDeliveries(found, question()) };
  };
}

function isNamed(key: string, name: string): boolean {
  return key === name || key.endsWith(`/${name}`);
}

function unknown(application: string, message: string): CliError {
  return new CliError('cli-nothing-matched', message, { hint: `Check the name ${application}: argo-updater status.` });
}

const lookEveryMs = 2_000;
const usualLimitMs = 300_000;

async function waitFor(
  invocation: Invocation,
  look: Look,
  { clock, question }: { readonly clock: Clock; readonly question: Question },
): Promise<number> {
  const { signal, terminal, options } = invocation;
  // The time that --timeout gives ends the command from outside.
  const deadline = options.timeout === undefined ? clock.now() + usualLimitMs : Number.POSITIVE_INFINITY;
  let told = '';
  for (;;) {
    const { deliveries, unanswered } = await look(signal);
    const verdict = waitVerdict(deliveries, unanswered.length > 0);
    const text = deliveriesText(deliveries, question) + unanswered.map((name) => `${name} did not answer\n`).join('');
    if (verdict !== 'waiting') {
      answer(invocation, { verdict, deliveries }, () => text);
      return verdict === 'healthy' ? exitCodes.done : exitCodes.failed;
    }
    if (text !== told) terminal.stderr.write(text);
    told = text;
    if (clock.now() >= deadline) {
      throw new CliError('cli-timed-out', `It is not healthy within 5m:\n${text.trimEnd()}`, {
        hint: 'Give it more time by --timeout.',
      });
    }
    await clock.sleep(lookEveryMs, signal);
  }
}

function deliveriesText(deliveries: readonly Awaited[], { application, sha }: Question): string {
  if (deliveries.length === 0) return `Nothing is known of ${[application, sha].filter(Boolean).join(' at ')} yet\n`;
  const lines = deliveries.map(({ application: name, image, state, reason, commit }) => {
    const written = commit === undefined ? '' : ` (commit ${commit.slice(0, 12)})`;
    return `${name}: ${image} is ${state}${reason === undefined ? '' : `: ${reason}`}${written}\n`;
  });
  return lines.join('');
}
