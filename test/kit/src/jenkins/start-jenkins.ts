import type { IncomingMessage } from 'node:http';
import type { Clock } from '@towline/shared/ports';
import { realClock } from '../clock/index.js';
import { type RunningServer, requestUrl, serve } from '../serve/index.js';
import { answerCommand } from './cli/cli-face.js';
import { createHttpFace } from './http/http-face.js';
import type { Item, JobBehaviour } from './state/items.js';
import type { Person } from './state/people.js';
import { createWorld, newSession, type Plugin, type World } from './state/world.js';

/** How a Jenkins is started. */
export interface JenkinsOptions {
  /** Who may come in. One administrator `admin` with the password `secret` where absent. */
  readonly people?: readonly Person[] | undefined;
  readonly plugins?: readonly Plugin[] | undefined;
  /** Whether requests that change something need a crumb. Default: yes. */
  readonly crumbs?: boolean | undefined;
  /** Tokens for `/git/notifyCommit`. */
  readonly hookTokens?: readonly string[] | undefined;
  readonly clock?: Clock | undefined;
  readonly port?: number | undefined;
  readonly tls?: boolean | undefined;
  readonly control?: boolean | undefined;
}

/** A Jenkins on 127.0.0.1. */
export interface FakeJenkins extends RunningServer {
  readonly world: World;
  /** Where its command line is called: what a forced command of SSH speaks to. */
  readonly cliUrl: string;
  /** Makes a job, with the folders around it. */
  createJob(fullName: string, options?: Partial<JobBehaviour> & { readonly xml?: string }): Item;
  /** An API token of a person. */
  createToken(name: string): string;
  /** Sessions are lost, and the next requests get the page that says that Jenkins starts. Builds go on, as Pipelines do. */
  restart(startingFor?: number): void;
}

/** Starts a Jenkins that keeps everything in memory and builds what scripts say. */
export async function startJenkins(options: JenkinsOptions = {}): Promise<FakeJenkins> {
  const world = createWorld({
    clock: options.clock ?? realClock,
    people: options.people ?? [{ name: 'admin', password: 'secret', denied: [] }],
    plugins: options.plugins ?? usualPlugins,
    crumbs: options.crumbs ?? true,
    hookTokens: options.hookTokens ?? [],
  });
  const http = createHttpFace(world);
  const server = await serve({
    handler: (request, response, context) =>
      request.url === cliPath ? answerCommand(world, request, response) : http(request, response, context),
    kindOf,
    port: options.port,
    tls: options.tls,
    control: options.control,
  });
  return {
    ...server,
    world,
    cliUrl: `${server.url}${cliPath}`,
    createJob(fullName, { xml = pipelineXml(), ...behaviour } = {}) {
      createFolders(world, fullName);
      const item = world.items.create(fullName, xml);
      Object.assign(item.behaviour, behaviour);
      return item;
    },
    createToken: (name) => world.people.createToken(name, 'kit').value,
    restart(startingFor = 0) {
      world.session = newSession();
      world.people.forgetSessions();
      world.startingFor = startingFor;
    },
  };
}

const cliPath = '/_kit-cli';

/** A Pipeline from inline script with these parameters. */
export function pipelineXml(parameters = ''): string {
  const property =
    parameters === ''
      ? ''
      : `<hudson.model.ParametersDefinitionProperty><parameterDefinitions>${parameters}</parameterDefinitions></hudson.model.ParametersDefinitionProperty>`;
  return `<?xml version='1.1' encoding='UTF-8'?>\n<flow-definition plugin="workflow-job@1400"><properties>${property}</properties><disabled>false</disabled></flow-definition>`;
}

function createFolders({ items }: World, fullName: string): void {
  const segments = fullName.split('/').slice(0, -1);
  for (const index of segments.keys()) {
    const folder = segments.slice(0, index + 1).join('/');
    if (items.get(folder) === undefined) items.create(folder, '<com.cloudbees.hudson.plugins.folder.Folder/>');
  }
}

function kindOf(request: IncomingMessage): string {
  const path = requestUrl(request).pathname;
  const what = path
    .replace(/^(?:\/job\/[^/]+)+/, '/job')
    .replace(/^\/job\/\d+/, '/build')
    .replace(/\d+/g, 'N');
  return `${request.method} ${what}`;
}

const usualPlugins: readonly Plugin[] = [
  ['workflow-job', '1400.v7fd111b_ec82f'],
  ['workflow-cps', '3990.vd281dd77a_388'],
  ['workflow-aggregator', '600.vb_57cdd26fdd7'],
  ['pipeline-model-definition', '2.2218.v56d0cda_37c72'],
  ['pipeline-rest-api', '2.34'],
  ['git', '5.5.2'],
  ['cloudbees-folder', '6.951.v5f91d88d76b_b_'],
  ['ssh-credentials', '343.v884f71d78167'],
  ['aws-credentials', '239.v7c0df99a_1a_68'],
  ['amazon-ecr', '1.136.v914ea_5948634'],
  ['docker-workflow', '580.vc0c340686b_54'],
  ['github', '1.40.0'],
  ['pipeline-groovy-lib', '744.v5b_556ee7c253'],
].map(([shortName = '', version = '']) => ({ shortName, version }));
