import type { Secret } from '@towline/shared/secret';
import type { z } from 'zod';
import { parseBuildResult } from '../../core/build/build-result.js';
import type {
  BuildId,
  BuildStage,
  BuildState,
  BuildTicket,
  InputParameter,
  JenkinsBuilds,
  QueueState,
} from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { jobPath } from '../../core/jenkins/job-name.js';
import { parameterKind } from '../jenkins-words.js';
import { openLogPage } from './log-page.js';
import { buildSchema, buildsSchema, inputsSchema, queueIdsSchema, queueItemSchema, stagesSchema } from './schema.js';
import type { Wire } from './wire.js';

const buildTree = 'number,url,result,building,inProgress,timestamp,duration,actions[parameters[name,value]]';

/** Builds by the HTTP API. */
export function createRestBuilds(wire: Wire): JenkinsBuilds {
  return {
    async trigger(job, parameters, { signal } = {}) {
      const form = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, reveal(value)]));
      const what = Object.keys(form).length === 0 ? 'build' : 'buildWithParameters';
      const { headers } = await wire.post(`${jobPath(job)}/${what}`, form, signal);
      return { kind: 'queued', job, item: itemOf(headers.location, job) };
    },
    queued: (ticket, { signal } = {}) => queueState(wire, ticket, signal),
    async cancel(ticket, { signal } = {}) {
      if (ticket.kind === 'queued') await wire.post(`/queue/cancelItem?id=${ticket.item}`, {}, signal);
    },
    async build(id, { signal } = {}) {
      const found = await wire.read(`${buildPath(id)}/api/json?tree=${buildTree}`, buildSchema, signal);
      return found === undefined ? undefined : toState(id.job, found);
    },
    async history(job, limit, { signal } = {}) {
      const tree = `builds[${buildTree}]{0,${limit}}`;
      const found = await wire.read(`${jobPath(job)}/api/json?tree=${encodeURIComponent(tree)}`, buildsSchema, signal);
      if (found === undefined) throw noJob(job);
      return found.builds.map((one) => toState(job, one));
    },
    log: (id, start, { signal } = {}) => openLogPage(wire, { path: buildPath(id), start, signal }),
    async stages(id, { signal } = {}) {
      const found = await wire.read(`${buildPath(id)}/wfapi/describe`, stagesSchema, signal);
      return found?.stages.map(({ durationMillis, status, ...rest }) => ({
        ...rest,
        status: stageStatus[status] ?? 'running',
        durationMs: durationMillis ?? 0,
      }));
    },
    async inputs(id, { signal } = {}) {
      const found = await wire.read(`${buildPath(id)}/wfapi/pendingInputActions`, inputsSchema, signal);
      return (found ?? []).map((one) => ({
        id: one.id,
        message: one.message ?? '',
        parameters: (one.inputs ?? []).map(toInputParameter),
      }));
    },
    async answer(id, answer, { signal } = {}) {
      const encoded = encodeURIComponent(id.input);
      if (answer.kind === 'abort') return void (await wire.post(`${buildPath(id)}/input/${encoded}/abort`, {}, signal));
      const parameter = Object.entries(answer.parameters).map(([name, value]) => ({ name, value }));
      const json = JSON.stringify({ parameter });
      await wire.post(`${buildPath(id)}/wfapi/inputSubmit?inputId=${encoded}`, { json, proceed: 'Proceed' }, signal);
    },
    async interrupt(id, how, { signal } = {}) {
      await wire.post(`${buildPath(id)}/${how}`, {}, signal);
    },
  };
}

function reveal(value: Secret | string): string {
  return typeof value === 'string' ? value : value.reveal();
}

function buildPath({ job, number }: BuildId): string {
  return `${jobPath(job)}/${number}`;
}

/** The number of the item. The host of the address is that which somebody once wrote into the settings, and is not asked. */
function itemOf(location: string | undefined, job: string): number {
  const number = /\/queue\/item\/(\d+)\/?$/.exec(location ?? '')?.[1];
  if (number !== undefined) return Number(number);
  throw new JenkinsError(
    'jenkins-bad-answer',
    `Jenkins took a build of ${job} and did not say where it is in the queue`,
    {
      hint: 'A proxy may take away the header Location.',
    },
  );
}

async function queueState(wire: Wire, ticket: BuildTicket, signal: AbortSignal | undefined): Promise<QueueState> {
  if (ticket.kind === 'started') return { kind: 'started', number: ticket.number };
  const item = await wire.read(`/queue/item/${ticket.item}/api/json`, queueItemSchema, signal);
  if (item === undefined) return findByQueueId(wire, ticket, signal);
  if (item.cancelled === true) return { kind: 'cancelled' };
  // An item that has left and has no build yet is between the two: it is asked again.
  if (item.executable) return { kind: 'started', number: item.executable.number };
  return { kind: 'waiting', why: item.why ?? undefined };
}

/** Jenkins forgets an item five minutes after it left the queue; its build remembers where it came from. */
async function findByQueueId(
  wire: Wire,
  { job, item }: Extract<BuildTicket, { readonly kind: 'queued' }>,
  signal: AbortSignal | undefined,
): Promise<QueueState> {
  const path = `${jobPath(job)}/api/json?tree=${encodeURIComponent('builds[number,queueId]{0,100}')}`;
  const found = await wire.read(path, queueIdsSchema, signal);
  const build = found?.builds.find(({ queueId }) => queueId === item);
  return build === undefined ? { kind: 'gone' } : { kind: 'started', number: build.number };
}

function toState(job: string, found: z.output<typeof buildSchema>): BuildState {
  const running = found.building === true || found.inProgress === true;
  const parameters = (found.actions ?? []).flatMap((one) => one?.parameters ?? []);
  return {
    job,
    number: found.number,
    result: running ? undefined : parseBuildResult(found.result ?? ''),
    startedAt: found.timestamp,
    durationMs: running ? undefined : found.duration,
    url: found.url,
    parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, String(value ?? '')])),
  };
}

type AskedFor = NonNullable<z.output<typeof inputsSchema>[number]['inputs']>[number];

function toInputParameter({ name, type = '', description, definition }: AskedFor): InputParameter {
  const kind = parameterKind(type);
  const choices = definition?.choices ?? [];
  return { name, kind, choices, description: description ?? '', fallback: fallbackOf(kind, definition?.defaultVal) };
}

/** What Jenkins' own form would send where nobody changes it. */
function fallbackOf(kind: InputParameter['kind'], value: unknown): string | undefined {
  if (kind === 'password' || kind === 'other') return undefined;
  if (kind === 'boolean') return String(value === true);
  return typeof value === 'string' ? value : kind === 'choice' ? undefined : '';
}

const stageStatus: Readonly<Record<string, BuildStage['status']>> = {
  NOT_EXECUTED: 'skipped',
  IN_PROGRESS: 'running',
  PAUSED_PENDING_INPUT: 'paused',
  SUCCESS: 'success',
  UNSTABLE: 'unstable',
  FAILED: 'failed',
  ABORTED: 'aborted',
};

function noJob(job: string): JenkinsError {
  return new JenkinsError('jenkins-not-found', `There is no job ${job}, or none that you may see`, {
    hint: 'Check the name, its folders included.',
  });
}
