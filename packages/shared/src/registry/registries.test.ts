import { afterEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import {
  pushImage,
  type RegistryOptions,
  type RunningRegistry,
  seedImage,
  startRegistry,
} from '@towline/test-kit/registry';
import { createAws } from '../aws/index.js';
import { createHttpClient } from '../http/index.js';
import { type FactDemand, type Logger, silentLogger } from '../ports/index.js';
import { Secret } from '../secret/index.js';
import { parseRegistriesConf } from './conf/registries-conf.js';
import { createCredentialStore } from './credentials/credential-store.js';
import { createMemoryFactCache } from './fact-cache/memory-fact-cache.js';
import { createRegistries, type RegistriesDependencies } from './registries.js';

const ecrHost = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const web = { host: ecrHost, path: 'acme/web' };
const clock = createManualClock(Date.UTC(2026, 0, 1));
const newestBuild: FactDemand = { kind: 'newest-build', eligible: () => true, platforms: [] };
const names: FactDemand = { kind: 'names' };

let server: RunningRegistry;
afterEach(() => server.stop());

async function start(options: RegistryOptions = {}): Promise<void> {
  server = await startRegistry({ region: 'eu-west-1', clock, ...options });
}

const seed = (tag: string, hours = 0) =>
  seedImage(server.state, {
    repository: 'acme/web',
    tags: [tag],
    created: new Date(clock.now() - 90 * 3_600_000 + hours * 3_600_000).toISOString(),
    pushedAt: clock.now() - 90 * 3_600_000 + hours * 3_600_000 + 60_001,
  });

const identity = { kind: 'static', accessKeyId: 'AKID', secretAccessKey: new Secret('s') } as const;
const aws = () => createAws({ clock }, { endpoints: { ecr: server.url }, identity, maxAttempts: 1 });

function registries(conf = '', dependencies: Partial<RegistriesDependencies> = {}, environment = {}) {
  const reading = parseRegistriesConf(conf);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.findings));
  return createRegistries(
    {
      http: (tls) => createHttpClient({}, { retries: 0, ...tls }),
      clock,
      log: silentLogger,
      cache: createMemoryFactCache(),
      credentials: createCredentialStore({ clock, environment }),
      ...dependencies,
    },
    { entries: reading.registries },
  );
}

const entryFor = (prefix: string, more = '') =>
  `registries:\n- name: R\n  api_url: ${server.url}\n  prefix: ${prefix}\n  ${more}\n`;

describe('a host of ECR', () => {
  it('is asked by ECR’s API alone where AWS credentials are found', async () => {
    await start({ access: { kind: 'ecr' } });
    await seed('a');
    const [only] = await registries('', { aws }).candidates({ repository: web, demand: newestBuild });
    expect(only).toMatchObject({ tag: 'a', createdAt: expect.any(Number) });
    expect(server.requests.counts()).toEqual({
      'ecr:DescribeImages': 1,
      'ecr:BatchGetImage': 1,
      'ecr:GetDownloadUrlForLayer': 1,
    });
  });

  it('is listed by ECR and read at the address of registries.conf, signing in with a token of ECR', async () => {
    await start({ access: { kind: 'ecr' } });
    await seed('a');
    const [only] = await registries(entryFor(ecrHost), { aws }).candidates({ repository: web, demand: newestBuild });
    expect(only).toMatchObject({ tag: 'a', createdAt: expect.any(Number), pushedAt: expect.any(Number) });
    expect(server.requests.counts()).toEqual({
      'ecr:DescribeImages': 1,
      'oci:base': 1,
      'ecr:GetAuthorizationToken': 1,
      'oci:manifest': 1,
      'oci:blob': 1,
    });
  });

  it('is asked by the distribution API alone where registries.conf says api: oci', async () => {
    await start({ access: { kind: 'ecr' } });
    await seed('a');
    const conf = entryFor(ecrHost, 'api: oci');
    expect(await registries(conf, { aws }).candidates({ repository: web, demand: names })).toEqual([{ tag: 'a' }]);
    expect(server.requests.count('ecr:DescribeImages')).toBe(0);
  });

  it.each([
    ['there is no AWS', undefined],
    ['AWS credentials are not found', () => ({ ...aws(), hasCredentials: async () => false })],
  ])('is asked by the distribution API where %s', async (_, without) => {
    await start();
    await seed('a');
    expect(
      await registries(entryFor(ecrHost), { aws: without }).candidates({ repository: web, demand: names }),
    ).toEqual([{ tag: 'a' }]);
  });

  it('is listed by the configured credentials where the AWS identity is refused, after one warning', async () => {
    await start({ access: { kind: 'basic', login: { username: 'robot', password: 'pw' } } });
    await seed('a');
    const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'no' });
    server.faults.add({ effect: 'answer', status: 400, body, match: { kind: 'ecr:DescribeImages' } });
    const warnings: string[] = [];
    const log: Logger = { ...silentLogger, warn: (_, sentence) => warnings.push(sentence) };
    const asking = registries(entryFor(ecrHost, 'credentials: env:ROBOT'), { aws, log }, { ROBOT: 'robot:pw' });
    expect(await asking.candidates({ repository: web, demand: names })).toEqual([{ tag: 'a' }]);
    expect(await asking.candidates({ repository: web, demand: names })).toEqual([{ tag: 'a' }]);
    expect(warnings).toHaveLength(1);
    expect(server.requests.count('ecr:DescribeImages')).toBe(1);
    const insisting = registries(
      entryFor(ecrHost, 'credentials: env:ROBOT\n  api: ecr'),
      { aws },
      { ROBOT: 'robot:pw' },
    );
    await expect(insisting.candidates({ repository: web, demand: names })).rejects.toMatchObject({
      code: 'registry-forbidden',
    });
  });
});

describe('another host', () => {
  const generic = { host: 'reg.acme.io', path: 'acme/web' };

  it('is asked with one token, and its blobs elsewhere without one', async () => {
    await start({ access: { kind: 'bearer', login: { username: 'robot', password: 'pw' } } });
    for (const hour of [1, 2, 3]) await seed(`b${hour}`, hour);
    const asking = registries(entryFor('reg.acme.io', 'credentials: env:ROBOT'), {}, { ROBOT: 'robot:pw' });
    const candidates = [...(await asking.candidates({ repository: generic, demand: newestBuild }))];
    expect(candidates.every(({ createdAt }) => createdAt !== undefined)).toBe(true);
    expect(server.requests.counts()).toEqual({
      'oci:base': 1,
      token: 1,
      'oci:tags': 1,
      'oci:manifest': 3,
      'oci:blob': 3,
    });
    expect(server.layers.requests.entries.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads nothing twice in the next cycle but the listing', async () => {
    await start();
    for (let hour = 0; hour < 40; hour += 1) await seed(`b${hour}`, hour);
    const asking = registries(entryFor('reg.acme.io'));
    const first = await asking.candidates({ repository: generic, demand: newestBuild });
    server.requests.clear();
    const second = [...(await asking.candidates({ repository: generic, demand: newestBuild }))];
    expect(second).toEqual([...first].map((candidate) => ({ ...candidate, remembered: true })));
    expect(server.requests.counts()).toEqual({ 'oci:tags': 1 });
  });

  it('is believed only for what its digests say', async () => {
    await start({ redirectBlobs: false });
    await seed('a');
    server.faults.add({ effect: 'wrong-content', match: { kind: 'oci:blob' } });
    const asking = registries(entryFor('reg.acme.io')).candidates({ repository: generic, demand: newestBuild });
    await expect(asking).rejects.toMatchObject({ code: 'registry-bad-response' });
  });

  it('reads Docker’s media types as well', async () => {
    await start();
    const images = {
      platforms: ['linux/amd64', 'linux/arm64'],
      format: 'docker',
      created: '2026-01-01T00:00:00.123456Z',
    } as const;
    const digest = await pushImage(server.url, { repository: 'acme/web', tags: ['a'], ...images });
    const facts = await registries(entryFor('reg.acme.io')).inspect({
      repository: generic,
      reference: { kind: 'tag', tag: 'a' },
      depth: 'all',
    });
    expect(facts).toMatchObject({
      digest,
      mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
      createdAt: Date.UTC(2026, 0, 1) + 123.456,
      platforms: [{ architecture: 'amd64' }, { architecture: 'arm64' }],
    });
  });

  it('says that a repository does not exist', async () => {
    await start();
    const absent = { repository: { ...generic, path: 'acme/absent' }, demand: names };
    await expect(registries(entryFor('reg.acme.io')).candidates(absent)).rejects.toMatchObject({
      code: 'registry-repository-not-found',
    });
    const tagged = { ...absent, demand: { kind: 'digests', tags: ['a'] } } as const;
    await expect(registries(entryFor('reg.acme.io')).candidates(tagged)).rejects.toMatchObject({
      code: 'registry-repository-not-found',
    });
  });

  it('has names of one part in its default namespace', async () => {
    await start();
    await seed('a');
    const asking = registries(entryFor('reg.acme.io', 'defaultns: acme'));
    expect(await asking.candidates({ repository: { ...generic, path: 'web' }, demand: names })).toEqual([{ tag: 'a' }]);
  });

  it.each([
    ['latest-last', { a: 0, b: 1000, c: 2000 }],
    ['Latest-First', { a: 3000, b: 2000, c: 1000 }],
  ])('takes the place in a %s list for the build time', async (mode, expected) => {
    await start();
    for (const tag of ['a', 'b', 'c', 'no']) await seed(tag);
    const demand = { ...newestBuild, eligible: (tag: string) => tag !== 'no' };
    const asking = registries(entryFor('reg.acme.io', `tagsortmode: ${mode}`));
    const candidates = [...(await asking.candidates({ repository: generic, demand }))];
    expect(Object.fromEntries(candidates.map(({ tag, createdAt }) => [tag, createdAt]))).toEqual({
      ...expected,
      no: undefined,
    });
    expect(server.requests.counts()).toEqual({ 'oci:base': 1, 'oci:tags': 1 });
  });

  it('is not asked more often than its limit', async () => {
    await start();
    await seed('a');
    const waits: number[] = [];
    const slow = { now: () => clock.now(), sleep: async (milliseconds: number) => void waits.push(milliseconds) };
    const asking = registries(entryFor('reg.acme.io', 'limit: 2'), { clock: slow });
    for (let cycle = 0; cycle < 3; cycle += 1) await asking.candidates({ repository: generic, demand: names });
    expect(waits).toEqual([500, 1000]);
  });

  it('trusts the CA of registries.conf, and no server without one', async () => {
    await start({ tls: true });
    await seed('a');
    const ca = `ca_data: ${JSON.stringify(server.ca)}`;
    expect(
      await registries(entryFor('reg.acme.io', ca)).candidates({ repository: generic, demand: names }),
    ).toHaveLength(1);
    expect(
      await registries(entryFor('reg.acme.io', 'insecure: true')).candidates({ repository: generic, demand: names }),
    ).toHaveLength(1);
    await expect(
      registries(entryFor('reg.acme.io')).candidates({ repository: generic, demand: names }),
    ).rejects.toMatchObject({
      code: 'registry-unavailable',
    });
  });
});

describe('registries.conf that cannot be used', () => {
  it('is refused with everything that is wrong', async () => {
    await start();
    const entry = (name: string, credentials: string) =>
      `- {name: ${name}, api_url: 'https://x.io', prefix: ${name}, default: true, credentials: '${credentials}'}\n`;
    expect(() => registries(`registries:\n${entry('A', 'env:X')}${entry('B', 'ext:relative')}`)).toThrow(
      expect.objectContaining({
        code: 'registry-config-invalid',
        message: expect.stringMatching(/B cannot be the default, since A is; the credentials of B .* absolute path/),
      }),
    );
  });
});
