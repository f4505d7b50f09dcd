import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@towline/shared/http';
import { type Registry, silentLogger } from '@towline/shared/ports';
import { systemClock } from '@towline/shared/process';
import { createMemoryFactCache, createOciRegistry } from '@towline/shared/registry';
import { Secret } from '@towline/shared/secret';
import { describeReal, startDockerRegistry } from '@towline/test-kit/real';
import { pushImage, startRegistry } from '@towline/test-kit/registry';

/** A registry to ask: the kit's, or a real one. */
interface Target {
  readonly url: string;
  readonly ca?: string | undefined;
  readonly login?: { readonly username: string; readonly password: string } | undefined;
  stop(): Promise<void>;
}

const repository = { host: 'registry.test', path: 'team/app' };

/** What our client must get from every registry that follows the distribution specification. */
function clientSuite(start: () => Promise<Target>): void {
  let target: Target;
  let registry: Registry;
  const digests: Record<string, string> = {};

  beforeAll(async () => {
    target = await start();
    const { url, ca, login } = target;
    const authorization = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
    const to = { repository: repository.path, authorization, ca };
    const labels = { 'org.opencontainers.image.revision': 'c0ffee' };
    digests['1.0'] = await pushImage(url, { ...to, tags: ['1.0'], created: '2026-01-01T00:00:00Z', labels });
    digests['1.1'] = await pushImage(url, {
      ...to,
      tags: ['1.1', 'latest'],
      platforms: ['linux/amd64', 'linux/arm64'],
      created: { 'linux/amd64': '2026-01-02T00:00:00Z', 'linux/arm64': '2026-01-03T00:00:00.25Z' },
    });
    digests['0.9'] = await pushImage(url, { ...to, tags: ['0.9'], format: 'docker', created: '2025-01-01T00:00:00Z' });
    registry = clientOf(target, login?.password);
  });
  afterAll(() => target?.stop());

  it('lists the tags', async () => {
    const listed = [...(await registry.candidates({ repository, demand: { kind: 'names' } }))];
    expect(listed.map(({ tag }) => tag).sort()).toEqual(['0.9', '1.0', '1.1', 'latest']);
  });

  it('tells the digests of tags and leaves out those that are not there', async () => {
    const tags = ['1.1', 'absent'];
    const found = [...(await registry.candidates({ repository, demand: { kind: 'digests', tags } }))];
    expect(found).toEqual([{ tag: '1.1', digest: digests['1.1'] }]);
  });

  it('finds the newest build of a platform, and that the others have none for it', async () => {
    const platforms = [{ os: 'linux', architecture: 'arm64' }];
    const eligible = (tag: string) => tag !== 'latest';
    const found = [
      ...(await registry.candidates({ repository, demand: { kind: 'newest-build', eligible, platforms } })),
    ];
    const times = Object.fromEntries(found.map(({ tag, createdAt }) => [tag, createdAt]));
    expect(times).toEqual({
      '0.9': null,
      '1.0': null,
      '1.1': Date.parse('2026-01-03T00:00:00.25Z'),
      latest: undefined,
    });
  });

  it('reads the source revision from a label', async () => {
    const found = [...(await registry.candidates({ repository, demand: { kind: 'revisions', eligible: () => true } }))];
    expect(found.find(({ tag }) => tag === '1.0')?.revision).toBe('c0ffee');
  });

  it('looks at an image by its digest', async () => {
    const [one] = await registry.candidates({ repository, demand: { kind: 'digests', tags: ['1.0'] } });
    if (one?.digest === undefined) throw new Error('1.0 has no digest');
    const facts = await registry.inspect({
      repository,
      reference: { kind: 'digest', digest: one.digest },
      depth: 'all',
    });
    expect(facts).toMatchObject({
      digest: digests['1.0'],
      createdAt: Date.UTC(2026, 0, 1),
      platforms: [{ os: 'linux', architecture: 'amd64' }],
    });
  });

  it('says that a repository is not there', async () => {
    const absent = { ...repository, path: 'team/absent' };
    await expect(registry.candidates({ repository: absent, demand: { kind: 'names' } })).rejects.toMatchObject({
      code: 'registry-repository-not-found',
    });
  });

  it('says that a password is wrong, where one is asked for', async () => {
    const asking = clientOf(target, 'wrong').candidates({ repository, demand: { kind: 'names' } });
    if (target.login === undefined) await expect(asking).resolves.toHaveLength(4);
    else await expect(asking).rejects.toMatchObject({ code: 'registry-unauthorized' });
  });
}

function clientOf({ url, ca, login }: Target, password = ''): Registry {
  const credential = login
    ? ({ kind: 'basic', username: login.username, password: new Secret(password) } as const)
    : ({ kind: 'anonymous' } as const);
  return createOciRegistry(
    {
      http: createHttpClient({}, { retries: 0, ca: ca === undefined ? [] : [ca] }),
      clock: systemClock,
      log: silentLogger,
      cache: createMemoryFactCache(),
      credentials: { credentials: async () => credential },
    },
    { name: repository.host, url },
  );
}

const login = { username: 'robot', password: 'hunter2' };

describe('the registry client at the kit’s registry', () => {
  describe('open', () => clientSuite(startRegistry));
  describe('with a password, over TLS', () =>
    clientSuite(async () => ({ ...(await startRegistry({ tls: true, access: { kind: 'basic', login } })), login })));
});

describeReal('docker-registry', 'the registry client at docker-registry', () => {
  describe('open', () => clientSuite(startDockerRegistry));
  describe('with a password, over TLS', () => clientSuite(() => startDockerRegistry({ auth: true, tls: true })));
});
