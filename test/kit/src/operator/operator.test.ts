import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAgentPool, createHttpClient } from '@towline/shared/http';
import { systemClock as clock } from '@towline/shared/process';
import { createCredentialStore, createRegistryPlaces } from '@towline/shared/registry';
import { type GitServer, type ServedRepository, startGitServer } from '../git/index.js';
import { type KubeFake, startKubeFake } from '../kube/index.js';
import { pushImage, type RunningRegistry, startRegistry } from '../registry/index.js';
import { ask } from '../serve/index.js';
import { type AdministeredCluster, openCluster, type RunningOperator, startOperator } from './index.js';

const server = (body: string) => `
import { createServer } from 'node:http';
${body}
const server = createServer((_, response) => response.setHeader('connection', 'close').end(\`\${title} \${process.pid}\`));
server.listen(process.env.PORT, '127.0.0.1');
`;
const good = (title: string) => server(`const title = ${JSON.stringify(title)};`);
const crashing = server("throw new Error('no database');");

let folder: string;
let kube: KubeFake;
let git: GitServer;
let registry: RunningRegistry;
let cluster: AdministeredCluster;
let manifests: ServedRepository;
let operator: RunningOperator;
let problems: string[];
const agents = createAgentPool({});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-operator-test-'));
  problems = [];
  [kube, git, registry] = await Promise.all([startKubeFake(), startGitServer(), startRegistry()]);
  cluster = openCluster(kube.kubeConfig);
  manifests = await git.createRepository('manifests.git', files('v1'));
  operator = await startOperator({
    cluster,
    registries: openRegistries(),
    namespace: 'argocd',
    folder,
    intervalMs: 20,
    onProblem: (sentence) => problems.push(sentence),
  });
});
afterEach(async () => {
  await operator.stop();
  await Promise.all([kube.stop(), git.stop(), registry.stop()]);
  agents.close();
  await rm(folder, { recursive: true });
});

function openRegistries() {
  const http = createHttpClient({ clock, agents });
  const readDockerConfig = async () => undefined;
  const credentials = createCredentialStore({ clock, environment: {}, resolvers: [], readDockerConfig });
  return createRegistryPlaces({ clock, credentials, http: () => http }, { plainHttp: async () => true });
}

function files(tag: string, { replicas = 1, deadline = 60 } = {}) {
  return {
    'web/kustomization.yaml': `resources: [deployment.yaml]\nimages: [{name: web, newName: ${registry.host}/web, newTag: ${tag}}]\n`,
    'web/deployment.yaml': `kind: Deployment\nmetadata: {name: web}\nspec: {replicas: ${replicas}, progressDeadlineSeconds: ${deadline}, template: {spec: {containers: [{name: web, image: web}]}}}\n`,
  };
}

const push = (tag: string, text: string, platforms = ['linux/amd64', 'linux/arm64']) =>
  pushImage(registry.url, {
    repository: 'web',
    tags: [tag],
    platforms,
    files: { 'server.mjs': text },
    entrypoint: ['node', 'server.mjs'],
  });

const create = (automated: object | undefined = {}) =>
  cluster.create({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: {
      project: 'default',
      destination: {},
      source: { repoURL: manifests.url, targetRevision: 'main', path: 'web' },
      syncPolicy: { automated },
    },
  });

const status = async () => (await cluster.applications('argocd'))[0]?.status;

async function until<Answer>(question: () => Promise<Answer | undefined>): Promise<Answer> {
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await new Promise(setImmediate);
  }
}

const untilStatus = (sync: string, health: string) =>
  until(async () => {
    const now = await status();
    return now?.sync?.status === sync && now.health?.status === health ? now : undefined;
  });

async function visit() {
  const reply = await ask(operator.url);
  const [title, pid] = reply.body.toString().split(' ');
  return { status: reply.status, title, pid: Number(pid) };
}

const untilTitle = (title: string) => until(async () => ((await visit()).title === title ? true : undefined));

const untilPids = (count: number, without = 0) =>
  until(async () => {
    const visits = await Promise.all(Array.from({ length: 2 * count }, visit));
    const pids = [...new Set(visits.map(({ pid }) => pid))];
    return pids.length === count && !pids.includes(without) && !pids.includes(Number.NaN) ? pids : undefined;
  });

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the operator', () => {
  it('runs the image of an Application, and says so', async () => {
    await push('v1', good('one'));
    await create();
    expect(await untilStatus('Synced', 'Healthy')).toEqual({
      sync: { status: 'Synced', revision: await manifests.head() },
      health: { status: 'Healthy', message: undefined },
      summary: { images: [`${registry.host}/web:v1`] },
    });
    expect(await visit()).toMatchObject({ status: 200, title: 'one' });
  });

  it('answers 503 where nothing runs, and says what is missing until it is there', async () => {
    await manifests.commit({ files: files('v1', { deadline: 1 }) });
    await create();
    const { health } = await untilStatus('Synced', 'Degraded');
    expect(health?.message).toBe(
      `Deployment "web" exceeded its progress deadline: the image cannot be pulled: the registry has no ${registry.host}/web:v1`,
    );
    expect((await visit()).status).toBe(503);
    await push('v1', good('one'));
    await untilStatus('Synced', 'Healthy');
  });

  it('rolls: nobody is turned away while the new version comes and the old one goes', async () => {
    await push('v1', good('one'));
    await push('v2', good('two'));
    await create();
    await untilStatus('Synced', 'Healthy');
    const { pid } = await visit();
    await manifests.commit({ files: files('v2') });
    const titles = new Set<string | undefined>();
    while (!titles.has('two')) titles.add((await visit()).title);
    expect([...titles]).toEqual(['one', 'two']);
    expect(await untilStatus('Synced', 'Healthy')).toMatchObject({ summary: { images: [`${registry.host}/web:v2`] } });
    await until(async () => (isAlive(pid) ? undefined : true));
  });

  it('keeps the old version where the new one does not start, tells why, and goes back', async () => {
    await push('v1', good('one'));
    await push('v2', crashing);
    await create();
    await untilStatus('Synced', 'Healthy');
    const { pid } = await visit();
    await manifests.commit({ files: files('v2') });
    const { health, summary } = await untilStatus('Synced', 'Degraded');
    expect(health?.message).toMatch(
      /^Deployment "web" is in a crash loop: a process ended with code 1: Error: no database \(started again \d+ times\)$/,
    );
    expect(summary?.images).toEqual([`${registry.host}/web:v1`, `${registry.host}/web:v2`]);
    expect(await visit()).toMatchObject({ title: 'one', pid });
    await manifests.commit({ files: files('v1') });
    await untilStatus('Synced', 'Healthy');
    expect((await visit()).pid).toBe(pid);
  });

  it('repairs what is killed', async () => {
    await push('v1', good('one'));
    await create();
    await untilStatus('Synced', 'Healthy');
    const { pid } = await visit();
    process.kill(pid, 'SIGKILL');
    await untilPids(1, pid);
  });

  it('runs as many processes as there are replicas, and no more', async () => {
    await push('v1', good('one'));
    await create();
    await untilTitle('one');
    await manifests.commit({ files: files('v1', { replicas: 3 }) });
    const pids = await untilPids(3);
    await manifests.commit({ files: files('v1', { replicas: 1 }) });
    await until(async () => (pids.filter(isAlive).length === 1 ? true : undefined));
  });

  it('only tells of a difference where Argo CD does not sync by itself', async () => {
    await push('v1', good('one'));
    await create({ enabled: false });
    await untilStatus('OutOfSync', 'Progressing');
    expect((await visit()).status).toBe(503);
  });

  it('lets run what runs while the manifests cannot be read', async () => {
    await push('v1', good('one'));
    await create();
    await untilStatus('Synced', 'Healthy');
    await manifests.commit({ files: { 'web/kustomization.yaml': 'resources: [nothing.yaml]\n' } });
    const { health } = await untilStatus('Unknown', 'Healthy');
    expect(health?.message).toContain('names nothing.yaml, which is not there');
    expect((await visit()).title).toBe('one');
  });

  it('refuses an image without this platform, and one that is not what its digest says', async () => {
    await push('v1', good('one'), ['linux/s390x', 'linux/riscv64']);
    await manifests.commit({ files: files('v1', { deadline: 1 }) });
    await create();
    expect((await untilStatus('Synced', 'Degraded')).health?.message).toContain('has no image for linux/');
    await push('v2', good('two'));
    registry.layers.faults.add({ effect: 'wrong-content' });
    await manifests.commit({ files: files('v2') });
    const message = await until(async () => {
      const now = (await status())?.health?.message;
      return now?.includes('for the blob') === true ? now : undefined;
    });
    expect(message).toMatch(/the registry sent sha256:[0-9a-f]{64} for the blob sha256:[0-9a-f]{64}/);
  });

  it('ends the processes of an Application that is gone, and all of them when it stops', async () => {
    await push('v1', good('one'));
    await create();
    await untilTitle('one');
    const { pid } = await visit();
    await cluster.remove('argocd', 'web');
    await until(async () => (isAlive(pid) ? undefined : true));
    await create();
    await untilTitle('one');
    const again = (await visit()).pid;
    await operator.stop();
    expect(isAlive(again)).toBe(false);
  });

  it('goes on when the cluster is away for a while', async () => {
    await push('v1', good('one'));
    kube.faults.add({ effect: 'answer', status: 503, times: 3 });
    await until(async () => problems[0]);
    const createNow = () =>
      create().then(
        () => true,
        () => undefined,
      );
    await until(createNow);
    await untilStatus('Synced', 'Healthy');
    expect(problems[0]).toContain('the cluster answered 503');
  });
});
