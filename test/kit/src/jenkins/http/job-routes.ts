import { send } from '../../serve/index.js';
import { Failure } from '../state/failure.js';
import { type Item, isBuildable, isFolder, type ParameterDefinition, parametersOf } from '../state/items.js';
import type { Run } from '../state/run.js';
import { rootOf } from '../state/xml-text.js';
import { type Exchange, type Route, sendTree } from './exchange.js';

/** Answers about a job; `item` is undefined for the root of Jenkins. */
export interface JobRoute extends Omit<Route, 'answer'> {
  readonly answer: (exchange: Exchange, item: Item, match: readonly string[]) => void | Promise<void>;
}

/** What can be asked of a job, behind its path. */
export const jobRoutes: readonly JobRoute[] = [
  {
    method: 'ANY',
    path: /^\/api\/json$/,
    answer: (exchange, item) => sendTree(exchange, describeItem(exchange, item)),
  },
  {
    method: 'ANY',
    path: /^\/config\.xml$/,
    permission: 'hudson.model.Item.ExtendedRead',
    answer: async ({ world, request, response, body }, item) => {
      if (request.method === 'GET') {
        return send(response, { status: 200, headers: { 'content-type': 'application/xml' }, body: item.xml });
      }
      if (request.method !== 'POST') throw new Failure(400, `Unexpected request method ${request.method}`);
      world.items.update(item, body.toString('utf8'));
      send(response, { status: 200 });
    },
  },
  {
    method: 'POST',
    path: /^\/build$/,
    permission: 'hudson.model.Item.Build',
    answer: (exchange, item) => schedule(exchange, item, {}),
  },
  {
    method: 'POST',
    path: /^\/buildWithParameters$/,
    permission: 'hudson.model.Item.Build',
    answer: (exchange, item) => {
      if (parametersOf(item).length === 0) throw new Failure(400, `${item.fullName} is not parameterized`);
      schedule(exchange, item, Object.fromEntries([...exchange.url.searchParams, ...exchange.form]));
    },
  },
  {
    method: 'POST',
    path: /^\/descriptorByName\/org\.jenkinsci\.plugins\.workflow\.cps\.CpsFlowDefinition\/checkScriptCompile$/,
    answer: ({ response, form }) => {
      const { opened, line, column } = bracesOf(form.get('value') ?? '');
      const found = { line, column, message: 'unexpected token: }', status: 'fail' };
      const result = opened === 0 ? { status: 'success' } : [found];
      send(response, { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result) });
    },
  },
];

/** How many braces are left open, and where the text ends. */
export function bracesOf(text: string): { opened: number; line: number; column: number } {
  const lines = text.split('\n');
  const count = (letter: string) => text.split(letter).length - 1;
  return { opened: count('{') - count('}'), line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function schedule({ world, response, root }: Exchange, item: Item, given: Readonly<Record<string, string>>): void {
  const { item: queued, known } = world.queue.schedule(item, given);
  const location = `${world.rootUrl ?? root}/queue/item/${queued.id}/`;
  send(response, { status: known ? 303 : 201, headers: { location } });
}

/** The address of an item, each segment encoded. */
export function addressOf(root: string, fullName: string): string {
  return `${root}/${fullName
    .split('/')
    .map((one) => `job/${encodeURIComponent(one)}/`)
    .join('')}`;
}

function describeItem({ root, world }: Exchange, item: Item): unknown {
  const url = addressOf(root, item.fullName);
  const shared = { name: item.fullName.split('/').at(-1), fullName: item.fullName, url };
  if (isFolder(item)) {
    const children = world.items.all().filter(({ fullName }) => fullName.startsWith(`${item.fullName}/`));
    const jobs = children.filter(({ fullName }) => !fullName.slice(item.fullName.length + 1).includes('/'));
    return {
      _class: rootOf(item.xml),
      ...shared,
      jobs: jobs.map(({ fullName }) => ({ name: fullName.split('/').at(-1) })),
    };
  }
  const builds = [...item.runs].reverse().map((run) => describeRun(root, item, run));
  return {
    _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
    ...shared,
    buildable: isBuildable(item),
    inQueue: world.queue.waiting(item).length > 0,
    nextBuildNumber: item.nextNumber,
    lastBuild: builds[0] ?? null,
    builds,
    property: [
      {},
      ...(parametersOf(item).length === 0
        ? []
        : [
            {
              _class: 'hudson.model.ParametersDefinitionProperty',
              parameterDefinitions: parametersOf(item).map(describeParameter),
            },
          ]),
    ],
  };
}

function describeParameter({ type, name, choices, defaultValue }: ParameterDefinition): unknown {
  return {
    _class: `hudson.model.${type}`,
    type,
    name,
    description: '',
    defaultParameterValue: {
      name,
      value: type.startsWith('Boolean') ? defaultValue === 'true' : (choices[0] ?? defaultValue),
    },
    ...(choices.length === 0 ? {} : { choices }),
  };
}

/** A build as `/job/X/N/api/json` tells of it. */
export function describeRun(root: string, item: Item, run: Run): Readonly<Record<string, unknown>> {
  return {
    _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
    number: run.number,
    queueId: run.queueId,
    url: `${addressOf(root, item.fullName)}${run.number}/`,
    fullDisplayName: `${item.fullName.replaceAll('/', ' » ')} #${run.number}`,
    result: run.result ?? null,
    building: run.result === undefined,
    inProgress: run.result === undefined,
    duration: run.duration,
    estimatedDuration: 60_000,
    timestamp: run.timestamp,
    actions: [
      {},
      {
        _class: 'hudson.model.ParametersAction',
        parameters: Object.entries(run.parameters).map(([name, value]) => ({ name, value })),
      },
    ],
  };
}
