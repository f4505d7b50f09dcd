import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { type RunningRegistry, seedImage, startRegistry } from '@towline/test-kit/registry';
import { createHttpClient } from '../../http/index.js';
import { type FactDemand, silentLogger } from '../../ports/index.js';
import { createFactCache } from '../fact-cache/disk-fact-cache.js';
import { createOciRegistry } from './oci-registry.js';

const repository = { host: 'registry.test', path: 'acme/web' };
const hourMs = 3_600_000;
const builds: FactDemand = { kind: 'newest-build', eligible: (tag) => !tag.startsWith('no-'), platforms: [] };
const revisions: FactDemand = { kind: 'revisions', eligible: (tag) => !tag.startsWith('no-') };

let server: RunningRegistry;
let directory: string;
let clock: ReturnType<typeof createManualClock>;
beforeEach(async () => {
  clock = createManualClock(Date.UTC(2026, 0, 1));
  server = await startRegistry({ clock });
  directory = await mkdtemp(join(tmpdir(), 'towline-tags-'));
  for (let hour = 0; hour < 20; hour += 1) await seed(`b${hour}`, hour);
  await seed('no-build', 50);
});
afterEach(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

const seed = (tag: string, hour: number) =>
  seedImage(server.state, {
    repository: repository.path,
    tags: [tag],
    created: new Date(Date.UTC(2025, 0, 1, hour)).toISOString(),
    labels: { 'org.opencontainers.image.revision': `${hour}`.padStart(40, 'a') },
  });

/** A client of a new process, which has the cache on disk of those before it. */
const client = () =>
  createOciRegistry(
    {
      http: createHttpClient({}, { retries: 0 }),
      clock,
      log: silentLogger,
      cache: createFactCache({ directory }),
      credentials: { credentials: async () => ({ kind: 'anonymous' }) },
    },
    { name: repository.host, url: server.url },
  );

/** What the registry was asked since, the look whether it wants a login left out. */
function asked(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind, method } of server.requests.entries) {
    const what = `${method} ${kind.replace('oci:', '')}`;
    if (kind !== 'oci:base') counts[what] = (counts[what] ?? 0) + 1;
  }
  server.requests.clear();
  return counts;
}

async function list(demand: FactDemand) {
  const listed = [...(await client().candidates({ repository, demand }))];
  return { listed, asked: asked() };
}

describe.each([
  ['build times', builds],
  ['revisions', revisions],
] as const)('listing %s where the listing says no digests', (_, demand) => {
  it('reads each image once, and then asks for the listing alone, in another process too', async () => {
    const cold = await list(demand);
    expect(cold.asked).toEqual({ 'GET tags': 1, 'GET manifest': 20, 'GET blob': 20 });
    const warm = await list(demand);
    expect(warm.asked).toEqual({ 'GET tags': 1 });
    expect(warm.listed.map(({ remembered, ...candidate }) => candidate)).toEqual(cold.listed);
    expect(warm.listed.filter(({ remembered }) => remembered)).toHaveLength(20);
  });

  it('reads what is new', async () => {
    await list(demand);
    await seed('b20', 20);
    const { listed, asked: requests } = await list(demand);
    expect(requests).toEqual({ 'GET tags': 1, 'GET manifest': 1, 'GET blob': 1 });
    expect(listed.find(({ tag }) => tag === 'b20')?.remembered).toBeUndefined();
  });

  it('asks each time for names that move by convention, and for nothing more where they have not', async () => {
    for (const tag of ['latest', 'main', '1', '1.2']) await seed(tag, 3);
    await list(demand);
    expect((await list(demand)).asked).toEqual({ 'GET tags': 1, 'HEAD manifest': 4 });
  });

  it('asks again within a day, not for all in the same hour', async () => {
    await list(demand);
    const heads: number[] = [];
    for (let hour = 1; hour <= 24; hour += 1) {
      clock.advance(hourMs);
      heads.push((await list(demand)).asked['HEAD manifest'] ?? 0);
    }
    expect(heads.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(heads.slice(0, 11)).toEqual(Array.from({ length: 11 }, () => 0));
    expect(Math.max(...heads)).toBeLessThan(10);
  });

  it('does not believe what was seen in the future', async () => {
    clock.advance(hourMs);
    await list(demand);
    clock = createManualClock(Date.UTC(2026, 0, 1));
    expect((await list(demand)).asked).toEqual({ 'GET tags': 1, 'HEAD manifest': 20 });
  });
});

describe('asking again for a remembered tag', () => {
  const recheck = async (tag: string) => {
    const candidate = await client().recheck({ repository, demand: builds, tag });
    return { candidate, asked: asked() };
  };

  it('takes one HEAD where it has not moved', async () => {
    const { listed } = await list(builds);
    expect(await recheck('b7')).toEqual({
      candidate: listed.find(({ tag }) => tag === 'b7'),
      asked: { 'HEAD manifest': 1 },
    });
  });

  it('tells of the image that it names now where it has, and so does the next listing', async () => {
    await list(builds);
    await seed('b7', 30);
    const { candidate, asked: requests } = await recheck('b7');
    expect(candidate).toMatchObject({ tag: 'b7', createdAt: Date.UTC(2025, 0, 1, 30) });
    expect(candidate?.remembered).toBeUndefined();
    expect(requests).toEqual({ 'HEAD manifest': 1, 'GET manifest': 1, 'GET blob': 1 });
    const { listed } = await list(builds);
    expect(listed.find(({ tag }) => tag === 'b7')?.createdAt).toBe(Date.UTC(2025, 0, 1, 30));
  });

  it('finds nothing where it is gone', async () => {
    await list(builds);
    expect((await recheck('b99')).candidate).toBeUndefined();
  });

  it('costs nothing more than the tag where its image is not known', async () => {
    expect((await recheck('b7')).asked).toEqual({ 'GET manifest': 1, 'GET blob': 1 });
  });
});
