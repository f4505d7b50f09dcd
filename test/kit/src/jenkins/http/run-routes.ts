import { once } from 'node:events';
import { send, sendJson } from '../../serve/index.js';
import { withoutNotes } from '../state/console-log.js';
import { Failure } from '../state/failure.js';
import type { Item } from '../state/items.js';
import type { Interruption, Run } from '../state/run.js';
import { type Exchange, type Route, sendTree } from './exchange.js';
import { addressOf, describeRun } from './job-routes.js';

/** A build that a request is about. */
export interface RunPlace {
  readonly item: Item;
  readonly run: Run;
}

/** Answers about a build. */
export interface RunRoute extends Omit<Route, 'answer'> {
  readonly answer: (exchange: Exchange, place: RunPlace, match: readonly string[]) => void | Promise<void>;
}

/** What can be asked of a build, behind its path. */
export const runRoutes: readonly RunRoute[] = [
  {
    method: 'ANY',
    path: /^\/api\/json$/,
    answer: (exchange, { item, run }) => sendTree(exchange, describeRun(exchange.root, item, run)),
  },
  { method: 'ANY', path: /^\/logText\/progressiveText$/, answer: sendLog },
  {
    method: 'ANY',
    path: /^\/consoleText$/,
    answer: async ({ response }, { run }) => {
      response.writeHead(200, { 'content-type': 'text/plain;charset=utf-8' });
      for (const piece of run.log.read(0)) response.write(withoutNotes(piece));
      response.end();
    },
  },
  {
    method: 'POST',
    path: /^\/(stop|term|kill)$/,
    permission: 'hudson.model.Item.Cancel',
    answer: ({ response, root }, { item, run }, [, how = 'stop']) => {
      if (run.result === undefined) run.interrupt(interruptionOf(how));
      send(response, { status: 302, headers: { location: `${addressOf(root, item.fullName)}${run.number}/` } });
    },
  },
  {
    method: 'ANY',
    path: /^\/wfapi\/describe$/,
    answer: ({ response }, { run }) => {
      sendJson(response, 200, {
        id: String(run.number),
        name: `#${run.number}`,
        status: pipelineStatus(run),
        startTimeMillis: run.timestamp,
        durationMillis: run.duration,
        stages: run.stages.map((stage) => ({ ...stage, pauseDurationMillis: 0 })),
      });
    },
  },
  {
    method: 'ANY',
    path: /^\/wfapi\/pendingInputActions$/,
    answer: ({ response }, { item, run }) => {
      const path = new URL(addressOf('http://x', item.fullName)).pathname;
      const pending = run.inputs.map(({ id, message, asksFor }) => ({
        id,
        message,
        proceedText: 'Proceed',
        inputs: asksFor,
        proceedUrl: `${path}${run.number}/wfapi/inputSubmit?inputId=${id}`,
        abortUrl: `${path}${run.number}/input/${id}/abort`,
      }));
      sendJson(response, 200, pending);
    },
  },
  {
    method: 'POST',
    path: /^\/wfapi\/inputSubmit$/,
    permission: 'hudson.model.Item.Build',
    answer: ({ response, form, url }, { run }) => {
      const given: unknown = JSON.parse(form.get('json') ?? '{"parameter":[]}');
      const question = questionOf(run, url.searchParams.get('inputId') ?? '');
      const values = parametersOfForm(given);
      // Jenkins takes what is asked for, and nothing for what is not given.
      const unknown = Object.keys(values).find((name) => question.asksFor.every((one) => one.name !== name));
      if (unknown !== undefined) throw new Failure(500, `No such parameter definition: ${unknown}`);
      question.proceed(values);
      send(response, { status: 200 });
    },
  },
  {
    method: 'POST',
    path: /^\/input\/([^/]+)\/(abort|proceedEmpty)$/,
    permission: 'hudson.model.Item.Build',
    answer: ({ response, root }, { item, run }, [, id = '', what]) => {
      const question = questionOf(run, decodeURIComponent(id));
      if (what === 'abort') question.abort();
      else question.proceed({});
      send(response, { status: 302, headers: { location: `${addressOf(root, item.fullName)}${run.number}/console` } });
    },
  },
];

function questionOf(run: Run, id: string) {
  const question = run.inputs.find((one) => one.id === id);
  if (question === undefined) throw new Failure(404, `no input ${id}`);
  return question;
}

function parametersOfForm(given: unknown): Readonly<Record<string, string>> {
  const list = typeof given === 'object' && given !== null && 'parameter' in given ? given.parameter : [];
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(list.map(({ name, value }: { name: string; value: unknown }) => [name, String(value)]));
}

function interruptionOf(how: string): Interruption {
  return how === 'term' || how === 'kill' ? how : 'stop';
}

function pipelineStatus({ result, inputs }: Run): string {
  if (result === undefined) return inputs.length > 0 ? 'PAUSED_PENDING_INPUT' : 'IN_PROGRESS';
  return result === 'FAILURE' ? 'FAILED' : result === 'NOT_BUILT' ? 'NOT_EXECUTED' : result;
}

/** The log from an offset of its raw bytes: sent with CRLF and without notes, so that its length says nothing about the next offset. */
async function sendLog({ response, url, signal }: Exchange, { run }: RunPlace): Promise<void> {
  const asked = Number(url.searchParams.get('start') ?? 0);
  const size = run.log.size;
  const more = run.result === undefined;
  const start = asked > size ? 0 : asked;
  response.writeHead(200, {
    'content-type': 'text/plain;charset=utf-8',
    'x-text-size': String(size),
    ...(more ? { 'x-more-data': 'true' } : {}),
  });
  let left = size - start;
  for (const piece of run.log.read(start)) {
    const part = piece.subarray(0, left);
    left -= part.length;
    if (!response.write(withoutNotes(part).replaceAll('\n', '\r\n'))) await once(response, 'drain', { signal });
    if (left === 0) break;
  }
  response.end();
}
