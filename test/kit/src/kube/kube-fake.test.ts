import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '../clock/index.js';
import { type KubeFake, type KubeFakeOptions, kubeProgram, startKubeFake } from './index.js';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(options: KubeFakeOptions = {}): Promise<KubeFake> {
  const fake = await startKubeFake(options);
  running.push(fake);
  return fake;
}

const path = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

function application(name: string) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: { project: 'default', destination: {} },
  };
}

function ask({ url, token }: { url: string; token: string }, target: string, init: RequestInit = {}) {
  return fetch(url + target, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
}

const askJson = async (fake: KubeFake, target: string) => JSON.parse(await (await ask(fake, target)).text());

/** The lines of a watch, as they come. */
async function watchLines(fake: KubeFake, query: string): Promise<AsyncIterator<string>> {
  const { body } = await ask(fake, `${path}?watch=true&${query}`);
  if (body === null) throw new TypeError('the watch has no body');
  return createInterface({ input: Readable.fromWeb(body as never) })[Symbol.asyncIterator]();
}

const nextEvent = async (lines: AsyncIterator<string>) => JSON.parse((await lines.next()).value);

describe('the fake', () => {
  it('serves thousands of Applications in pages of one version', async () => {
    const fake = await start();
    fake.seed(Array.from({ length: 5_000 }, (_, i) => application(`app-${String(i).padStart(4, '0')}`)));
    const names: string[] = [];
    let token = '';
    do {
      const page = await askJson(fake, `${path}?limit=500&continue=${token}`);
      names.push(...page.items.map((item: { metadata: { name: string } }) => item.metadata.name));
      token = page.metadata.continue ?? '';
    } while (token !== '');
    expect([names.length, names[0], names.at(-1)]).toEqual([5_000, 'app-0000', 'app-4999']);
    expect(fake.requests.counts()).toEqual({ 'list:applications': 10 });
  });

  it('shows its objects without a request', async () => {
    const fake = await start();
    fake.seed([application('web')]);
    expect(fake.objects('applications').map(({ metadata }) => metadata.name)).toEqual(['web']);
    expect(fake.requests.count()).toBe(0);
  });

  it('refuses a seed that it does not serve or that breaks its schema', async () => {
    const fake = await start();
    expect(() => fake.seed([{ ...application('web'), kind: 'AppProject' }])).toThrow('no resource is served');
    expect(() => fake.seed([{ ...application('web'), spec: {} } as never])).toThrow('spec.project: Required value');
  });

  it('takes its time from the clock', async () => {
    const fake = await start({ clock: createManualClock(Date.UTC(2031, 1, 2, 3, 4, 5, 678)) });
    fake.seed([application('web')]);
    expect(fake.objects('applications')[0]?.metadata.creationTimestamp).toBe('2031-02-02T03:04:05Z');
  });

  it('serves the groups and resources that a client discovers', async () => {
    const fake = await start();
    const { groups } = await askJson(fake, '/apis');
    expect(groups.map(({ name }: { name: string }) => name).sort()).toEqual([
      'argocd-image-updater.argoproj.io',
      'argoproj.io',
      'coordination.k8s.io',
    ]);
    const { resources } = await askJson(fake, '/apis/argoproj.io/v1alpha1');
    expect(resources.map(({ name }: { name: string }) => name)).toEqual([
      'applications',
      'applicationsets',
      'applicationsets/status',
    ]);
    expect((await ask(fake, '/apis/nobody.example/v1/things')).status).toBe(404);
  });
});

describe('a fault of the fake', () => {
  it('throttles one kind of request and no other', async () => {
    const fake = await start();
    fake.faults.add({
      effect: 'answer',
      status: 429,
      headers: { 'retry-after': '1' },
      match: { kind: 'list:applications' },
      times: 1,
    });
    const throttled = await ask(fake, path);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await ask(fake, path)).status).toBe(200);
    expect((await ask(fake, '/api/v1/namespaces/argocd/secrets')).status).toBe(200);
  });

  it('cuts the watches that are open in the middle of an event', async () => {
    const fake = await start();
    const lines = await watchLines(fake, '');
    fake.seed([application('web')]);
    expect((await nextEvent(lines)).type).toBe('ADDED');
    fake.watches.cut();
    await expect(lines.next().then(({ value, done }) => done === true || JSON.parse(value))).rejects.toThrow();
  });

  it('hushes the watches that are open, and no later ones', async () => {
    const fake = await start();
    const hushed = await watchLines(fake, '');
    fake.watches.hush();
    fake.seed([application('web')]);
    const later = await watchLines(fake, '');
    expect((await nextEvent(later)).object.metadata.name).toBe('web');
    expect(fake.watches.count).toBe(2);
    await fake.stop();
    expect(await hushed.next()).toMatchObject({ done: true });
  });
});

describe('a watch', () => {
  it('gets a bookmark when the test says so, if it asked for bookmarks', async () => {
    const fake = await start();
    const asking = await watchLines(fake, 'allowWatchBookmarks=true');
    const other = await watchLines(fake, '');
    fake.watches.bookmark();
    expect(await nextEvent(asking)).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '1' } } });
    fake.seed([application('web')]);
    expect((await nextEvent(other)).type).toBe('ADDED');
  });

  it('gets a bookmark every minute and shortly before its end', async () => {
    const clock = createManualClock();
    const fake = await start({ clock });
    const lines = await watchLines(fake, 'allowWatchBookmarks=true&timeoutSeconds=90');
    clock.advance(60_000);
    expect((await nextEvent(lines)).type).toBe('BOOKMARK');
    fake.seed([application('web')]);
    expect((await nextEvent(lines)).type).toBe('ADDED');
    clock.advance(28_000);
    expect(await nextEvent(lines)).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '2' } } });
    clock.advance(2_000);
    expect(await lines.next()).toMatchObject({ done: true });
    expect(fake.watches.count).toBe(0);
  });

  it('that the client leaves is forgotten', async () => {
    const fake = await start();
    const leaving = new AbortController();
    await ask(fake, `${path}?watch=true`, { signal: leaving.signal });
    expect(fake.watches.count).toBe(1);
    leaving.abort();
    const later = await watchLines(fake, '');
    while (fake.watches.count > 1) {
      fake.seed([application(`app-${fake.objects('applications').length}`)]);
      await later.next();
    }
    expect(fake.watches.count).toBe(1);
  });
});

it('the fake starts as a program that writes a kubeconfig', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'towline-kube-'));
  running.push({ stop: async () => rmSync(folder, { recursive: true }) });
  const kubeconfig = join(folder, 'config');
  const program = await kubeProgram.start({ kubeconfig }, 0);
  running.push(program);
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, 'utf8'));
  const answer = await ask({ url: clusters[0].cluster.server, token: users[0].user.token }, path);
  expect(await answer.json()).toMatchObject({ kind: 'ApplicationList', items: [] });
  expect(program.ready).toMatchObject({ url: clusters[0].cluster.server, token: users[0].user.token });
});
