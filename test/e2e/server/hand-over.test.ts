import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ask } from '@towline/test-kit/serve';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { type StartedUpdater, startUpdater } from './start-updater.js';

const token = 'the-token-of-web-builds';
let world: PassWorld;
let folder: string;
let replicas: readonly StartedUpdater[];

/** A port that was free just now: replicas tell each other theirs before they listen. */
const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-hand-over-'));
  world = await startPassWorld({
    'apps/web/kustomization.yaml': 'images:\n  - name: REGISTRY/web\n    newTag: 1.0.0\n',
  });
  await world.push('web', '1.0.0');
  const annotations = { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' };
  world.apply({ name: 'web', images: 'web=web:1.x', annotations, live: ['web:1.0.0'] });
  await writeFile(join(folder, 'kubeconfig'), world.kube.kubeConfig);
  await writeFile(
    join(folder, 'registries.conf'),
    `registries:\n- name: here\n  prefix: ${world.registry.host}\n  api_url: ${world.registry.url}\n`,
  );
  await writeFile(join(folder, 'tokens'), JSON.stringify({ tokens: [{ name: 'web', token, repositories: ['*'] }] }));
  await writeFile(join(folder, 'peers'), 'what-replicas-know-each-other-by');
  const start = async (name: string) =>
    startUpdater(
      [
        ...['--kubeconfig', join(folder, 'kubeconfig'), '--registries-conf-path', join(folder, 'registries.conf')],
        ...['--argocd-namespace', 'argocd', '--interval', '0s', '--lease-retry-period', '200ms'],
        ...['--api-tokens', `file:${folder}/tokens`, '--peer-token', `file:${folder}/peers`],
        `--webhook-port=${await freePort()}`,
      ],
      { POD_NAME: name, POD_IP: '127.0.0.1' },
    );
  replicas = [await start('one'), await start('two')];
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await world.stop();
  await rm(folder, { recursive: true });
});

it('an event reaches the replica that has the Application, whichever took it', async () => {
  // Both know each other before the news comes.
  for (const replica of replicas) while ((await ask(`${replica.probes}/readyz`)).status !== 200);
  const commits: (string | undefined)[] = [];
  for (const [index, replica] of [...replicas, ...replicas].entries()) {
    const tag = `1.0.${index + 1}`;
    const before = await world.manifests.head('main');
    await world.push('web', tag);
    const body = JSON.stringify({ repository: `${world.registry.host}/web`, tag });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    expect((await ask(`${replica.server}/api/v1/refresh`, { method: 'POST', headers, body })).status).toBe(202);
    while ((await world.manifests.head('main')) === before);
    commits.push(await world.manifests.head('main'));
  }
  expect(new Set(commits).size).toBe(4);
  let deliveries = await counted();
  // A delivery is counted when its pass is over, a moment after its push.
  while (deliveries.reduce((sum, count) => sum + count, 0) < 4) deliveries = await counted();
  expect(deliveries.toSorted()).toEqual([0, 4]);
});

const told = async ({ server }: StartedUpdater, path: string) => {
  const { body } = await ask(`${server}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  return JSON.parse(body.toString());
};

it('whichever is asked tells what another one has', async () => {
  for (const replica of replicas) {
    const { applications, unanswered } = await told(replica, 'applications');
    expect(applications).toMatchObject([{ application: 'argocd/web', images: [{ alias: 'web', wanted: '1.0.4' }] }]);
    expect(unanswered).toBeUndefined();
    expect(await told(replica, 'deliveries?application=web')).toMatchObject({
      deliveries: [{ application: 'argocd/web', image: `${world.registry.host}/web:1.0.4`, state: 'committed' }],
    });
  }
});

it('names a replica that does not answer, and says what it knows itself', async () => {
  const counts = await counted();
  const [owner, other] = counts[0] === 0 ? replicas.toReversed() : replicas;
  await owner?.kill();
  if (other === undefined) throw new Error('there is one replica only');
  expect(await told(other, 'applications')).toMatchObject({
    applications: [{ application: 'argocd/web', repositories: [`${world.registry.host}/web`], images: [] }],
    unanswered: [expect.stringMatching(/^argo-updater-(one|two)/)],
  });
});

/** What each replica has committed. */
function counted(): Promise<number[]> {
  const committed = /towline_deliveries_total\{kind="committed"\} (\d+)/;
  return Promise.all(
    replicas.map(async ({ probes }) => {
      const text = (await ask(`${probes}/metrics`)).body.toString();
      return Number(committed.exec(text)?.[1] ?? 0);
    }),
  );
}
