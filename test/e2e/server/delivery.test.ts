import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliverToQueue, type RunningAws, startAws } from '@towline/test-kit/aws';
import { ask, type RunningServer, readBody, sendJson, serve } from '@towline/test-kit/serve';
import { type Ended, runArgoUpdater } from '../cli/run-argo-updater.js';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { type StartedUpdater, startUpdater } from './start-updater.js';

const [first, second, third] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
const web = {
  name: 'web',
  images: 'web=web',
  annotations: {
    'argocd-image-updater.argoproj.io/write-back-target': 'kustomization',
    'argocd-image-updater.argoproj.io/web.update-strategy': 'alphabetical',
  },
  live: [`web:${first}`],
};

interface Told {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let world: PassWorld;
let folder: string;
let updater: StartedUpdater;
let receiver: RunningServer;
let aws: RunningAws;
let told: Told[];
let arrived: () => void;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-server-e2e-'));
  told = [];
  arrived = () => undefined;
  receiver = await serve({
    async handler(request, response) {
      told.push({ headers: request.headers, body: (await readBody(request)).toString() });
      sendJson(response, 200, {});
      arrived();
    },
  });
  aws = await startAws();
  aws.queues.create('pushes', {});
  world = await startPassWorld({
    'apps/web/kustomization.yaml': `images:\n  - name: REGISTRY/web\n    newTag: ${first}\n`,
  });
  await world.push('web', first);
  world.apply(web);
  await patch({ spec: { syncPolicy: { automated: {} } } });
  await writeFile(join(folder, 'kubeconfig'), world.kube.kubeConfig);
  const entry = `name: here\n  prefix: ${world.registry.host}\n  api_url: ${world.registry.url}`;
  await writeFile(join(folder, 'registries.conf'), `registries:\n- ${entry}\n`);
  const tokens = [
    { name: 'web', token: 'the-token-of-web-builds', repositories: [`${world.registry.host}/web`] },
    { name: 'other', token: 'the-token-of-other-builds', repositories: ['registry.example.com/*'] },
  ];
  await writeFile(join(folder, 'tokens'), JSON.stringify({ tokens }));
  await writeFile(join(folder, 'signing'), 'the-signing-secret');
  updater = await startUpdater(
    [
      ...['--kubeconfig', join(folder, 'kubeconfig'), '--registries-conf-path', join(folder, 'registries.conf')],
      ...['--argocd-namespace', 'argocd', '--interval', '0s', '--leader-election=false'],
      ...['--api-tokens', `file:${folder}/tokens`, '--notify-webhook-url', `${receiver.url}/told`],
      ...['--notify-webhook-secret', `file:${folder}/signing`],
      ...['--sqs-queue-url', `${aws.url}/123456789012/pushes`],
    ],
    { AWS_ENDPOINT_URL_SQS: aws.url, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 's' },
  );
});
afterAll(async () => {
  await updater.stop();
  await Promise.all([world.stop(), receiver.stop(), aws.stop()]);
  await rm(folder, { recursive: true });
});

/** Changes the Application, as Argo CD or a person does. */
async function patch(change: object): Promise<void> {
  const url = `${world.kube.url}/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/web`;
  const headers = { authorization: `Bearer ${world.kube.token}`, 'content-type': 'application/merge-patch+json' };
  const { status } = await ask(url, { method: 'PATCH', headers, body: JSON.stringify(change) });
  expect(status).toBe(200);
}

const deploy = (tag: string, health: string, message = '') =>
  patch({
    status: {
      summary: { images: [`${world.registry.host}/web:${tag}`] },
      sync: { status: 'Synced' },
      health: { status: health, message },
    },
  });

/** The program as a pipeline has it: the address, a token, and nothing else. */
const inPipeline = (args: readonly string[], token = 'the-token-of-web-builds'): Promise<Ended> =>
  runArgoUpdater([...args, '--server', updater.server], { environment: { TOWLINE_TOKEN: token } });

const publish = async (tag: string) => {
  await world.push('web', tag);
  const headers = { authorization: 'Bearer the-token-of-web-builds', 'content-type': 'application/json' };
  const body = JSON.stringify({ repository: `${world.registry.host}/web`, tag });
  expect((await ask(`${updater.server}/api/v1/refresh`, { method: 'POST', headers, body })).status).toBe(202);
};

describe('a running argo-updater', () => {
  it('is healthy, and ready once it has read everything', async () => {
    expect((await ask(`${updater.probes}/healthz`)).status).toBe(200);
    const shown = await inPipeline(['status', '-o', 'json']);
    expect([shown.code, shown.stderr]).toEqual([0, '']);
  });

  it('carries a push to a healthy Application, which a pipeline waits for with its token alone', async () => {
    await publish(second);
    const waiting = inPipeline(['wait', '--commit', second, '--timeout', '60s']);
    await written(second);
    await deploy(second, 'Healthy');
    const { code, stdout } = await waiting;
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(`argocd/web: ${world.registry.host}/web:${second} is healthy \\(commit [0-9a-f]{12}\\)`),
    ]);
    expect(told).toEqual([]);
  });

  it('tells once that what it wrote failed, signed, and names the commit', async () => {
    await publish(third);
    await written(third);
    await deploy(third, 'Degraded', 'crash loop');
    const { code, stdout } = await inPipeline(['wait', 'web', '--commit', third.slice(0, 8)]);
    expect([code, stdout]).toEqual([1, expect.stringContaining('is failed: it is Degraded: crash loop')]);
    await untilTold(1);
    await deploy(third, 'Degraded', 'crash loop still');
    await deploy(third, 'Healthy');
    await untilTold(2);
    const [failure, recovery] = told.map(({ body }) => JSON.parse(body));
    const commit = await world.manifests.head('main');
    expect(failure).toMatchObject({
      kind: 'failed',
      application: 'argocd/web',
      commit,
      reason: 'it is Degraded: crash loop',
    });
    expect(failure.images).toMatchObject([
      { repository: `${world.registry.host}/web`, from: second, to: third, revision: third },
    ]);
    expect(recovery).toMatchObject({ kind: 'recovered', commit });
    const [{ headers, body } = { headers: {}, body: '' }] = told;
    const signature = createHmac('sha256', 'the-signing-secret')
      .update(`${headers['x-towline-timestamp']}.${body}`)
      .digest('hex');
    expect(headers['x-towline-signature']).toBe(`sha256=${signature}`);
  });

  it('writes Kubernetes events of it', async () => {
    const url = `${world.kube.url}/api/v1/namespaces/argocd/events`;
    const { body } = await ask(url, { headers: { authorization: `Bearer ${world.kube.token}` } });
    const reasons = JSON.parse(body.toString()).items.map(
      ({ type, reason }: { type: string; reason: string }) => `${type} ${reason}`,
    );
    expect(reasons).toEqual(
      expect.arrayContaining(['Normal ImagesUpdated', 'Warning RolloutFailed', 'Normal RolloutRecovered']),
    );
  });

  it('shows what it knows to whom it concerns', async () => {
    const { stdout } = await inPipeline(['status']);
    expect(stdout).toMatch(
      /^APPLICATION +IMAGE +DEPLOYED +WANTED +STATE +WHY\nargocd\/web +web +c{40} +c{40} +current, Synced Healthy +it is current\n$/,
    );
    expect((await inPipeline(['status'], 'the-token-of-other-builds')).stdout).not.toContain('argocd/web');
  });

  it('is all that a pipeline asks: neither the cluster nor the manifest repository', async () => {
    const asked = () => [world.kube.requests.count(), world.git.requests.count(), world.registry.requests.count()];
    const before = asked();
    for (const args of [['wait', 'web'], ['wait', '--commit', third], ['status']]) {
      expect((await inPipeline(args)).code).toBe(0);
    }
    expect(asked()).toEqual(before);
  });

  it('looks at an Application on demand', async () => {
    expect(await inPipeline(['reconcile', 'web'])).toMatchObject({ code: 0, stdout: 'web will be looked at\n' });
  });

  it.each([
    [['reconcile', 'nowhere'], 'the-token-of-web-builds', 3, 'cli-nothing-matched'],
    [['wait', 'nowhere'], 'the-token-of-web-builds', 3, 'cli-nothing-matched'],
    [['reconcile', 'web'], 'the-token-of-other-builds', 1, 'updater-forbidden'],
    [['status'], 'a-token-that-nobody-knows', 1, 'updater-unauthenticated'],
    [['wait', '--commit', 'd'.repeat(40), '--timeout', '100ms'], 'the-token-of-web-builds', 4, 'cli-timed-out'],
    [['status', '--application', 'nowhere'], 'the-token-of-web-builds', 3, 'cli-nothing-matched'],
    [['wait'], 'the-token-of-web-builds', 2, 'cli-usage'],
    [['wait', '--commit', 'main'], 'the-token-of-web-builds', 2, 'cli-usage'],
  ])('ends %j with %s by %i %s', async (args, token, code, error) => {
    const ended = await inPipeline([...args, '-o', 'json'], token);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(error)]);
    expect(ended.stderr).not.toContain(token);
  });

  it('takes pushes to ECR from its queue', async () => {
    const queue = aws.queues.named('pushes');
    deliverToQueue(queue)({
      id: 'e-1',
      source: 'aws.ecr',
      'detail-type': 'ECR Image Action',
      account: '123456789012',
      region: 'us-east-1',
      detail: { result: 'SUCCESS', 'action-type': 'PUSH', 'repository-name': 'shop/cart', 'image-tag': '1' },
    });
    while (aws.requests.count('sqs:DeleteMessageBatch') === 0) await ask(`${updater.probes}/healthz`);
    expect((await ask(`${updater.probes}/metrics`)).body.toString()).toContain(
      'towline_events_total{source="sqs",outcome="accepted"} 1',
    );
  });

  it('counts what it does', async () => {
    const text = (await ask(`${updater.probes}/metrics`)).body.toString();
    for (const line of [
      'argocd_image_updater_applications_watched_total 1',
      'argocd_image_updater_images_updated_total 2',
      'towline_deliveries_total{kind="committed"} 2',
      'towline_git_operations_total{operation="push",outcome="done"} 2',
      'towline_rollouts_total{outcome="healthy"} 1',
      'towline_rollouts_total{outcome="failed"} 1',
      'towline_rollouts_total{outcome="recovered"} 1',
      'towline_events_total{source="http",outcome="accepted"} 2',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });
});

describe('without a server', () => {
  const places = () => ['--kubeconfig', join(folder, 'kubeconfig'), '--argocd-namespace', 'argocd'];

  it('wait asks the cluster', async () => {
    expect(await runArgoUpdater(['wait', 'web', ...places()])).toMatchObject({ code: 0 });
    expect(await runArgoUpdater(['wait', '--commit', third, ...places()])).toMatchObject({ code: 0 });
    expect((await runArgoUpdater(['wait', 'web', '--commit', second, '--timeout=100ms', ...places()])).code).toBe(4);
    expect((await runArgoUpdater(['wait', 'nowhere', ...places()])).code).toBe(3);
  });

  it('status plans, and reconcile makes a pass', async () => {
    const all = [...places(), '--registries-conf-path', join(folder, 'registries.conf')];
    const { stdout } = await runArgoUpdater(['status', '-o', 'json', ...all]);
    expect(JSON.parse(stdout).applications).toMatchObject([
      { application: 'argocd/web', images: [{ alias: 'web', state: 'current', deployed: third, wanted: third }] },
    ]);
    expect((await runArgoUpdater(['reconcile', 'web', ...all])).code).toBe(0);
  });
});

/** Waits until the updater says of itself that it committed the tag. */
async function written(tag: string): Promise<void> {
  const headers = { authorization: 'Bearer the-token-of-web-builds' };
  for (;;) {
    const { body } = await ask(`${updater.server}/api/v1/deliveries?sha=${tag}`, { headers });
    if (JSON.parse(body.toString()).deliveries[0]?.commit !== undefined) return;
  }
}

async function untilTold(count: number): Promise<void> {
  while (told.length < count) {
    await new Promise<void>((resolve) => {
      arrived = resolve;
    });
  }
}
