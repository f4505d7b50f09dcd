import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { createAws } from '@towline/shared/aws';
import { createHttpClient } from '@towline/shared/http';
import { type Registry, silentLogger } from '@towline/shared/ports';
import { systemClock } from '@towline/shared/process';
import { createEcrRegistry, createMemoryFactCache, createOciRegistry } from '@towline/shared/registry';
import { Secret } from '@towline/shared/secret';
import { type RunningRegistry, seedImage, startRegistry } from '@towline/test-kit/registry';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const repositories = 100;
const tags = 1_000;
const latencyMs = 20;
const concurrency = 20;
const rounds = 3;
const host = {
  kind: 'private',
  accountId: '123456789012',
  region: 'us-east-1',
  partition: 'aws',
  fips: false,
  dualStack: false,
} as const;

/**
 * Every tag of 100 repositories of 1,000 tags, from a registry that takes 20 ms for each answer: by the distribution API and by ECR's, at 20
 * requests at once, against a bare client that sends the fewest requests possible, ceil(tags / 1,000) for a repository. Medians of three.
 */
export async function listing(): Promise<readonly Figure[]> {
  const server = await startRegistry();
  try {
    await fill(server);
    server.faults.add({ effect: 'latency', milliseconds: latencyMs });
    const floor = await measure(server, () => bareClient(server.url));
    const oci = await measure(server, () => listAll(ociRegistry(server)));
    const ecr = await measure(server, () => listAll(ecrRegistry(server)));
    const figures = (way: string, { ms, requests }: Measured): Figure[] => [
      { name: `listing 100 × 1,000 tags by ${way}`, value: Math.round(ms), unit: 'ms' },
      { name: `requests for 100 × 1,000 tags by ${way}`, value: requests, unit: 'requests' },
      { name: `listing by ${way} against the floor`, value: Math.round((ms / floor.ms) * 100) / 100, unit: 'times' },
    ];
    return [
      ...figures('a bare client', floor),
      ...figures('the distribution API', oci),
      ...figures('the ECR API', ecr),
    ];
  } finally {
    await server.stop();
  }
}

const pathOf = (index: number) => `team/app-${index}`;

async function fill({ state }: RunningRegistry): Promise<void> {
  // One image with a thousand tags would be one entry of ECR's list: a hundred images of ten tags are more like a real one.
  for (let index = 0; index < repositories; index += 1) {
    for (let image = 0; image < tags / 10; image += 1) {
      const names = Array.from({ length: 10 }, (_, tag) => `1.${image}.${tag}`);
      const created = new Date(Date.UTC(2026, 0, 1) + image * 60_000).toISOString();
      await seedImage(state, { repository: pathOf(index), tags: names, created });
    }
  }
}

interface Measured {
  readonly ms: number;
  readonly requests: number;
}

async function measure(server: RunningRegistry, run: () => Promise<void>): Promise<Measured> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    server.requests.clear();
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { ms: times[Math.floor(rounds / 2)] ?? 0, requests: server.requests.count() };
}

async function listAll(registry: Registry): Promise<void> {
  const listed = await Promise.all(
    Array.from({ length: repositories }, (_, index) =>
      registry.candidates({
        repository: { host: 'registry.bench', path: pathOf(index) },
        demand: { kind: 'names' },
      }),
    ),
  );
  const wrong = listed.find((candidates) => candidates.length !== tags);
  if (wrong !== undefined) throw new Error(`a listing has ${wrong.length} tags, ${tags} were expected`);
}

function ociRegistry({ url }: RunningRegistry): Registry {
  const dependencies = { ...common(), credentials: { credentials: async () => ({ kind: 'anonymous' }) as const } };
  return createOciRegistry(dependencies, { name: 'registry.bench', url, concurrency });
}

function ecrRegistry({ url }: RunningRegistry): Registry {
  const identity = { kind: 'static', accessKeyId: 'AKIDBENCH', secretAccessKey: new Secret('bench') } as const;
  const aws = createAws({ clock: systemClock }, { identity, endpoints: { ecr: url } });
  return createEcrRegistry({ ...common(), aws }, { name: 'registry.bench', host, concurrency });
}

function common() {
  return { http: createHttpClient(), clock: systemClock, log: silentLogger, cache: createMemoryFactCache() };
}

/** The fewest requests that bring all the tags, by Node's own client, at the same number of requests at once. */
async function bareClient(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const pages = Math.ceil(tags / 1_000);
  const one = async (index: number) => {
    for (let page = 0; page < pages; page += 1) await get(`${url}/v2/${pathOf(index)}/tags/list?n=1000`, agent);
  };
  await Promise.all(Array.from({ length: repositories }, (_, index) => one(index)));
  agent.destroy();
}

function get(url: string, agent: Agent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve(JSON.parse(Buffer.concat(chunks).toString()));
    })
      .on('error', reject)
      .end();
  });
}
