import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { send, serve } from '@towline/test-kit/serve';
import type { Company } from '../../demo/stage/company.js';
import type { Lab, LabOptions } from '../../demo/stage/lab.js';
import type { WorkCopy } from '../../demo/stage/work-copy.js';
import { createWorld, type Flaw, type World } from './pretended-world.js';

/** What a lab is pretended with. */
export interface Pretence {
  /** The parts that are started, by their names. */
  readonly parts: readonly string[];
  /** Whether somebody has ended a part. */
  readonly isGone: (part: string) => boolean;
  readonly flaw?: Flaw | undefined;
  /** Given what kills the process of the page, once the lab is there. */
  readonly page?: ((kill: () => void) => void) | undefined;
}

/** Does nothing, and has started a process in a group of its own. */
const idle = `
require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
console.log('ready');
`;

/**
 * Stands for `buildLab` where only the scenes and the supervision count: parts are processes of the company that do nothing, and answers are made up at
 * once. They are those of a lab in which everything works, except for the flaw.
 */
export function pretendLab(pretence: Pretence): (building: LabOptions) => Promise<Lab> {
  return async ({ place, company, onCleanUp }) => {
    const { signal } = company;
    for (const folder of [place.logs, join(place.folder, 'web')]) await mkdir(folder);
    // What people change by hand.
    for (const file of ['server.mjs', 'web/deployment.yaml']) await writeFile(join(place.folder, file), '');
    const world = createWorld(pretence.flaw);
    onCleanUp(world.page.stop);
    pretence.page?.(world.page.kill);
    const ask = createAsk(pretence, signal);
    const page = await serve({
      handler: async (_request, response) => {
        const body = await ask('the operator', () => world.page.visit()).catch(() => undefined);
        send(response, body === undefined ? { status: 503 } : { status: 200, body });
      },
    });
    onCleanUp(() => page.stop());
    await Promise.all(pretence.parts.map((name) => startIdle(name, place, company)));
    return {
      signal,
      image: 'registry.example.com/shop/web',
      namespace: 'argocd',
      pageUrl: page.url,
      addresses: { page: page.url },
      ...workCopies(world, place.folder, ask),
      ...answers(world, pretence, ask),
    };
  };
}

function startIdle(name: string, { logs, folder }: LabOptions['place'], company: Company) {
  return company.start({
    name,
    args: ['--eval', idle],
    environment: { PATH: process.env.PATH ?? '', TMPDIR: folder },
    logFile: join(logs, `${name}.log`),
    ready: (written) => (written.includes('ready') ? true : undefined),
  });
}

/** Asks a part. One that is gone is refused at once; what the others are asked then has no answer before the end is noticed. */
type Ask = <Answer>(part: string, answer: () => Answer) => Promise<Answer>;

function createAsk({ parts, isGone }: Pretence, signal: AbortSignal): Ask {
  return async (part, answer) => {
    if (isGone(part)) throw new Error(`connect ECONNREFUSED: ${part}`);
    if (parts.some(isGone) && !signal.aborted) await once(signal, 'abort');
    signal.throwIfAborted();
    return answer();
  };
}

function workCopies(world: World, folder: string, ask: Ask): Pick<Lab, 'application' | 'manifests'> {
  const git = <Answer>(answer: () => Answer) => ask('the Git server', answer);
  const copy = {
    url: 'http://git.example.com',
    folder,
    serverHead: () => git(world.head),
    pull: () => git(world.head),
  };
  const application: WorkCopy = {
    ...copy,
    person: { name: 'Ada Developer', email: 'ada@example.com' },
    commit: (_message, files) => git(() => world.commit(files)),
    git: async () => world.first,
  };
  const manifests: WorkCopy = {
    ...copy,
    person: { name: 'Sam Operator', email: 'sam@example.com' },
    commit: () => git(world.scale),
    async git(command, ...args) {
      if (command === 'revert') world.revert();
      if (command === 'rev-parse') return world.head();
      return args.includes('--numstat') ? world.numstat() : `what git ${command} writes`;
    },
  };
  return { application, manifests };
}

function answers(world: World, { parts, isGone, flaw }: Pretence, ask: Ask) {
  const isQuiet = () => parts.some(isGone);
  const tagged = () => world.tags().map((tag) => ({ tag }));
  const said = (stdout: string | object) => ({
    code: 0,
    stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
  });
  const ofUpdater = (command: string | undefined) => {
    const [chosen, ...refusals] = tagged();
    if (command === 'test') return said({ chosen, refusals });
    return said(flaw === 'nothing is said of the hold' ? '' : 'held: reverted by somebody');
  };
  const platforms = { images: [{ platform: 'linux/amd64' }] };
  const digestOf = (name = '') => (name.endsWith(':latest') && flaw === 'latest stays behind' ? 'old' : 'new');
  const application = () => ({
    metadata: { name: 'web', namespace: 'argocd' },
    spec: { source: { repoURL: 'http://git.example.com', targetRevision: 'main', path: 'web' } },
    status: { sync: { status: 'Synced', revision: world.head() }, health: { status: 'Healthy' } },
  });
  const nothing = async () => undefined;
  return {
    alerts: {
      url: 'http://alerts.example.com',
      // Told by argo-updater of its own accord, which nobody can ask for.
      get received() {
        return isQuiet() ? [] : world.alerts();
      },
      stop: nothing,
    },
    bus: {
      url: 'http://events.example.com',
      deliverTo: () => undefined,
      held: world.pushes,
      release: () => undefined,
      open: () => undefined,
      stop: nothing,
    },
    cluster: {
      applications: () => ask('the cluster', () => [application()]),
      patch: nothing,
      create: nothing,
      remove: nothing,
    },
    controller: {
      refresh: nothing,
      reconcile: () => ask('argo-updater', world.look),
      decisions: () => ask('argo-updater', world.looks),
    },
    pipeline: {
      ended: (commit: string) =>
        ask('jenkins-bridge', () => ({ result: world.build(commit), stages: 'success Test', log: 'not ok 1' })),
    },
    updater: (command?: string) => ask('the cluster', () => ofUpdater(command)),
    bridge: (...args: readonly string[]) =>
      ask('the registry', () => said({ digest: digestOf(args[2]), ...platforms })),
    announce: (tag: string) => ask('the queue', () => world.deploy(tag)),
  };
}
