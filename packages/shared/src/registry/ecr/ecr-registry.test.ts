import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '@towline/test-kit/clock';
import { type ImageToSeed, type RunningRegistry, seedImage, startRegistry } from '@towline/test-kit/registry';
import { type AwsOptions, createAws } from '../../aws/index.js';
import { createHttpClient } from '../../http/index.js';
import { compilePolicy, select } from '../../policy/index.js';
import { type FactDemand, silentLogger } from '../../ports/index.js';
import { Secret } from '../../secret/index.js';
import { createMemoryFactCache } from '../fact-cache/memory-fact-cache.js';
import { createEcrCredentials } from './ecr-credentials.js';
import type { PrivateEcr } from './ecr-failure.js';
import { createEcrRegistry } from './ecr-registry.js';

const host: PrivateEcr = {
  kind: 'private',
  accountId: '123456789012',
  region: 'eu-west-1',
  partition: 'aws',
  fips: false,
  dualStack: false,
};
const repository = { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', path: 'acme/web' };
const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1);

let server: RunningRegistry;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock(start);
  server = await startRegistry({ region: 'eu-west-1', clock, access: { kind: 'ecr' } });
});
afterEach(() => server.stop());

function awsOf(options: AwsOptions = {}) {
  return createAws(
    { clock },
    {
      endpoints: { ecr: server.url },
      identity: { kind: 'static', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: new Secret('aws-secret') },
      maxAttempts: 1,
      ...options,
    },
  );
}

function registry({ pushTimes = true, maxAttempts = 1 } = {}) {
  const http = createHttpClient({}, { retries: 0 });
  const cache = createMemoryFactCache();
  return createEcrRegistry(
    { aws: awsOf({ maxAttempts }), http, clock, log: silentLogger, cache },
    { name: repository.host, host, pushTimes },
  );
}

/** An answer that refuses, as ECR words it. */
const refusal = (name: string, status = 400) => ({
  effect: 'answer' as const,
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: name, message: 'no' }),
});

/** An image that was built `hours` after the start and pushed a little later. */
const seed = (hours: number, tags: readonly string[], more: Partial<ImageToSeed> = {}) =>
  seedImage(server.state, {
    repository: 'acme/web',
    tags,
    created: new Date(start + hours * hour).toISOString(),
    pushedAt: start + hours * hour + 60_001,
    ...more,
  });

const newestBuild: FactDemand = { kind: 'newest-build', eligible: () => true, platforms: [] };

describe('createEcrRegistry', () => {
  it('lists names, digests and push times by one call for 1,000 images', async () => {
    for (let index = 0; index < 1_200; index += 1) await seed(index, [`1.${index}`]);
    const candidates = [...(await registry().candidates({ repository, demand: { kind: 'names' } }))];
    expect(candidates).toHaveLength(1_200);
    expect(candidates.find(({ tag }) => tag === '1.7')).toEqual({
      tag: '1.7',
      digest: expect.stringMatching(/^sha256:/),
      pushedAt: start + 7 * hour + 60_001,
    });
    expect(server.requests.counts()).toEqual({ 'ecr:DescribeImages': 2 });
  });

  it('lists names and digests by the shorter answer where nobody wants push times', async () => {
    for (let index = 0; index < 1_200; index += 1) await seed(index, [`1.${index}`, `b${index}`]);
    const candidates = [
      ...(await registry({ pushTimes: false }).candidates({ repository, demand: { kind: 'names' } })),
    ];
    expect(candidates).toHaveLength(2_400);
    const named = (name: string) => candidates.find(({ tag }) => tag === name);
    expect(named('1.7')).toEqual({ tag: '1.7', digest: expect.stringMatching(/^sha256:/), pushedAt: undefined });
    expect(named('b7')?.digest).toBe(named('1.7')?.digest);
    expect(server.requests.counts()).toEqual({ 'ecr:ListImages': 3 });
  });

  it('lists by the longer answer for ever where the shorter one is not allowed', async () => {
    await seed(1, ['a']);
    server.faults.add({ ...refusal('AccessDeniedException'), match: { kind: 'ecr:ListImages' } });
    const asking = registry({ pushTimes: false });
    const tags = async () =>
      [...(await asking.candidates({ repository, demand: { kind: 'names' } }))].map(({ tag }) => tag);
    expect([await tags(), await tags()]).toEqual([['a'], ['a']]);
    expect(server.requests.counts()).toEqual({ 'ecr:ListImages': 1, 'ecr:DescribeImages': 2 });
  });

  it('repeats what was throttled, and counts the first try', async () => {
    await seed(1, ['a']);
    const asking = registry({ maxAttempts: 2 });
    const throttled = { ...refusal('ThrottlingException'), match: { kind: 'ecr:DescribeImages' } };
    server.faults.add({ ...throttled, times: 1 });
    const list = () => asking.candidates({ repository, demand: { kind: 'names' } });
    expect(await list()).toHaveLength(1);
    expect(server.requests.counts()).toEqual({ 'ecr:DescribeImages': 2 });
    server.faults.add({ ...throttled, times: 2 });
    await expect(list()).rejects.toMatchObject({ code: 'registry-rate-limited' });
    expect(server.requests.counts()).toEqual({ 'ecr:DescribeImages': 4 });
  });

  it('asks for one tag by one call, and an absent tag is no failure', async () => {
    const digest = await seed(1, ['stable', 'main']);
    const ask = (tags: string[]) => registry().candidates({ repository, demand: { kind: 'digests', tags } });
    expect(await ask(['stable'])).toEqual([{ tag: 'stable', digest }]);
    expect(server.requests.counts()).toEqual({ 'ecr:DescribeImages': 1 });
    expect(await ask(['absent'])).toEqual([]);
    expect(await ask(['stable', 'absent'])).toEqual([{ tag: 'stable', digest }]);
  });

  it('finds the newest build by one manifest and one config, and the next time by the listing alone', async () => {
    for (let index = 0; index < 30; index += 1) await seed(index, [`b${index}`]);
    const asking = registry();
    const candidates = [...(await asking.candidates({ repository, demand: newestBuild }))];
    expect(candidates.find(({ tag }) => tag === 'b29')).toMatchObject({ createdAt: start + 29 * hour });
    expect(candidates.filter(({ createdAt }) => createdAt !== undefined)).toHaveLength(1);
    const cold = { 'ecr:DescribeImages': 1, 'ecr:BatchGetImage': 1, 'ecr:GetDownloadUrlForLayer': 1 };
    expect(server.requests.counts()).toEqual(cold);
    server.requests.clear();
    await asking.candidates({ repository, demand: newestBuild });
    expect(server.requests.counts()).toEqual({ 'ecr:DescribeImages': 1 });
  });

  it('leaves a policy no doubt, with builds that were pushed late or say nothing of their time', async () => {
    for (let index = 0; index < 12; index += 1) await seed(index, [`b${index}`]);
    await seed(3, ['rebuilt-old'], { pushedAt: start + 99 * hour, labels: { late: 'yes' } });
    await seedImage(server.state, { repository: 'acme/web', tags: ['timeless'], pushedAt: start + 98 * hour });
    const reading = compilePolicy({ order: { kind: 'newest-build' } });
    if (reading.kind !== 'policy') throw new Error('the policy is invalid');
    const candidates = [...(await registry().candidates({ repository, demand: newestBuild }))];
    expect(select(reading.policy, candidates).chosen?.tag).toBe('b11');
  });

  it('downloads config blobs from elsewhere without credentials', async () => {
    await seed(1, ['a']);
    await registry().candidates({ repository, demand: newestBuild });
    expect(server.layers.requests.entries.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('takes the newest of the wanted platforms for the build time of an index, else linux/amd64', async () => {
    const created = { 'linux/amd64': '2026-01-01T01:00:00Z', 'linux/arm64': '2026-01-01T02:00:00Z' };
    await seed(3, ['multi'], { platforms: ['linux/arm64', 'linux/amd64'], created });
    const timeFor = async (...architectures: string[]) => {
      const platforms = architectures.map((architecture) => ({ os: 'linux', architecture }));
      const [only] = await registry().candidates({ repository, demand: { ...newestBuild, platforms } });
      return only?.createdAt;
    };
    expect(await timeFor('amd64')).toBe(start + hour);
    expect(await timeFor('arm64')).toBe(start + 2 * hour);
    expect(await timeFor('amd64', 'arm64')).toBe(start + 2 * hour);
    expect(await timeFor()).toBe(start + hour);
    expect(await timeFor('s390x')).toBeNull();
  });

  it('reads the revisions of all eligible tags, their manifests together', async () => {
    for (let index = 0; index < 9; index += 1) {
      await seed(index, [`b${index}`], { labels: { 'org.opencontainers.image.revision': `commit-${index}` } });
    }
    const eligible = (tag: string) => tag !== 'b0';
    const candidates = [...(await registry().candidates({ repository, demand: { kind: 'revisions', eligible } }))];
    expect(candidates.map(({ tag, revision }) => `${tag} ${revision}`).sort()).toEqual([
      'b0 undefined',
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((index) => `b${index} commit-${index}`),
    ]);
    expect(server.requests.count('ecr:BatchGetImage')).toBe(1);
  });

  it('inspects an image by tag', async () => {
    const digest = await seed(1, ['a'], { platforms: ['linux/amd64', 'linux/arm/v7'], annotations: { note: 'x' } });
    const inspecting = registry();
    const facts = await inspecting.inspect({ repository, reference: { kind: 'tag', tag: 'a' }, depth: 'platforms' });
    expect(facts).toMatchObject({
      digest,
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm', variant: 'v7' },
      ],
      labels: { note: 'x' },
      createdAt: undefined,
    });
    expect(server.requests.counts()).toEqual({ 'ecr:BatchGetImage': 1 });
    const absent = { repository, reference: { kind: 'tag', tag: 'absent' }, depth: 'all' } as const;
    expect(await inspecting.inspect(absent)).toBeUndefined();
  });

  it.each([
    [
      'AccessDeniedException',
      400,
      'registry-forbidden',
      'ecr:DescribeImages on arn:aws:ecr:eu-west-1:123456789012:repository/acme/web',
    ],
    ['ThrottlingException', 400, 'registry-rate-limited', 'Poll less often'],
    ['UnrecognizedClientException', 400, 'registry-unauthorized', 'expired'],
    ['RepositoryNotFoundException', 400, 'registry-repository-not-found', 'account 123456789012 in eu-west-1'],
    ['ServerException', 500, 'registry-unavailable', undefined],
  ])('tells a %s with what to do', async (name, status, code, hint) => {
    server.faults.add(refusal(name, status));
    const failure = registry().candidates({ repository, demand: { kind: 'names' } });
    await expect(failure).rejects.toMatchObject({
      code,
      serverCode: name,
      hint: hint === undefined ? undefined : expect.stringContaining(hint),
    });
  });

  it('tells that nothing answers', async () => {
    const asking = registry();
    await server.stop();
    await expect(asking.candidates({ repository, demand: { kind: 'names' } })).rejects.toMatchObject({
      code: 'registry-unavailable',
    });
  });

  it('listens to a signal once, however many wait for it, and leaves it alone when they are done', async () => {
    await seed(1, ['a']);
    const { signal } = new AbortController();
    const listen = signal.addEventListener.bind(signal);
    let most = 0;
    signal.addEventListener = (...args: Parameters<typeof listen>) => {
      listen(...args);
      most = Math.max(most, getEventListeners(signal, 'abort').length);
    };
    const asking = registry();
    const list = () => asking.candidates({ repository, demand: { kind: 'names' }, signal });
    await Promise.all(Array.from({ length: 20 }, list));
    expect([most, getEventListeners(signal, 'abort').length]).toEqual([1, 0]);
  });

  it('ends with the reason of the signal', async () => {
    server.faults.add({ effect: 'silence' });
    const controller = new AbortController();
    const listing = registry().candidates({ repository, demand: { kind: 'names' }, signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(listing).rejects.toThrow('enough');
  });
});

describe('createEcrCredentials', () => {
  it('gives the login of docker, renewed a quarter of an hour before it expires', async () => {
    const provider = createEcrCredentials({ aws: awsOf(), clock }, host);
    const first = await provider.credentials({ repository });
    expect(first).toMatchObject({ kind: 'basic', username: 'AWS' });
    clock.advance(11.7 * hour);
    expect(await provider.credentials({ repository })).toBe(first);
    clock.advance(0.1 * hour);
    expect(await provider.credentials({ repository })).not.toBe(first);
    expect(server.requests.count('ecr:GetAuthorizationToken')).toBe(2);
  });

  it('asks again where the registry refused the last one', async () => {
    const provider = createEcrCredentials({ aws: awsOf(), clock }, host);
    await provider.credentials({ repository });
    await provider.credentials({ repository }, { refresh: true });
    expect(server.requests.count('ecr:GetAuthorizationToken')).toBe(2);
  });
});
