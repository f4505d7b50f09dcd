import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { createHttpClient } from '@towline/shared/http';
import { parseDigest } from '@towline/shared/image';
import type { Descriptor } from '@towline/shared/ports';
import { systemClock } from '@towline/shared/process';
import { createCredentialStore, createRegistryPlaces } from '@towline/shared/registry';
import {
  type BuiltImage,
  buildImage,
  type Content,
  type RunningRegistry,
  startRegistry,
} from '@towline/test-kit/registry';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const images = 1_000;
const repositories = 10;
const concurrency = 16;
const latencyMs = 5;
const rounds = 3;

/**
 * 1,000 small images of a layer, a config and a manifest, sixteen at a time, to a registry that takes 5 ms for each answer: by our client, and
 * by a bare one that sends the same requests and does nothing else. Medians of three, in turns, each time to a registry that has nothing.
 */
export async function imagePush(): Promise<readonly Figure[]> {
  const built = Array.from({ length: images }, (_, index) =>
    buildImage({ files: { app: `application ${index}\n` }, labels: { index: `${index}` } }),
  );
  const bare: Measured[] = [];
  const own: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await measure((registry) => bareClient(registry, built)));
    own.push(await measure((registry) => client(registry, built)));
  }
  const [floor, ours] = [median(bare), median(own)];
  return [
    { name: `pushing ${images} images by a bare client`, value: Math.round(floor.ms), unit: 'ms' },
    { name: `pushing ${images} images`, value: Math.round(ours.ms), unit: 'ms' },
    { name: 'pushing against the floor', value: Math.round((ours.ms / floor.ms) * 100) / 100, unit: 'times' },
    { name: 'requests of an image by a bare client', value: floor.requests / images, unit: 'requests' },
    { name: 'requests of an image', value: ours.requests / images, unit: 'requests' },
    { name: `connections for ${images} images`, value: ours.connections, unit: 'connections' },
  ];
}

interface Measured {
  readonly ms: number;
  readonly requests: number;
  readonly connections: number;
}

type Run = (registry: RunningRegistry) => Promise<void>;

async function measure(run: Run): Promise<Measured> {
  const registry = await startRegistry();
  registry.faults.add({ effect: 'latency', milliseconds: latencyMs });
  let connections = 0;
  const count = () => {
    connections += 1;
  };
  subscribe('net.client.socket', count);
  try {
    const start = performance.now();
    await run(registry);
    const ms = performance.now() - start;
    check(registry);
    return { ms, requests: registry.requests.count(), connections };
  } finally {
    unsubscribe('net.client.socket', count);
    await registry.stop();
  }
}

function median(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((a, b) => a.ms - b.ms);
  return sorted[Math.floor(sorted.length / 2)] ?? { ms: 0, requests: 0, connections: 0 };
}

function check({ state }: RunningRegistry): void {
  for (let index = 0; index < images; index += 1) state.image(pathOf(index), tagOf(index));
}

const pathOf = (index: number) => `bench/app-${index % repositories}`;
const tagOf = (index: number) => `v${index}`;

/** Carries out a task for each image, several at a time. */
async function eachImage(
  built: readonly BuiltImage[],
  push: (image: BuiltImage, index: number) => Promise<void>,
): Promise<void> {
  const queue = built.entries();
  const worker = async () => {
    for (const [index, image] of queue) await push(image, index);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function client({ url, host }: RunningRegistry, built: readonly BuiltImage[]): Promise<void> {
  const http = createHttpClient();
  const credentials = createCredentialStore({ clock: systemClock, environment: {}, resolvers: [] });
  const plainHttp = async () => url.startsWith('http:');
  const places = createRegistryPlaces(
    { http: () => http, clock: systemClock, credentials },
    { plainHttp, concurrency },
  );
  await eachImage(built, async (image, index) => {
    const to = await places.open({ host, path: pathOf(index) }, 'push');
    for (const content of image.blobs) {
      const blob = described(content);
      await to.writeBlob(blob, { open: () => once(content.bytes) });
    }
    await to.writeManifest({ ...described(image.root), bytes: image.root.bytes }, tagOf(index));
  });
}

function described({ mediaType, digest, bytes }: Content): Descriptor {
  const parsed = parseDigest(digest);
  if (parsed === undefined) throw new Error(`${digest} is no digest`);
  return { mediaType, digest: parsed, size: bytes.length };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/** The same requests by Node's own client: is the blob there, begin, send, and the manifest. */
async function bareClient({ url }: RunningRegistry, built: readonly BuiltImage[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  await eachImage(built, async ({ blobs, root }, index) => {
    const base = `${url}/v2/${pathOf(index)}`;
    for (const { digest, bytes } of blobs) {
      await send(agent, ['HEAD', `${base}/blobs/${digest}`]);
      const begun = await send(agent, ['POST', `${base}/blobs/uploads/`]);
      const location = new URL(begun ?? '', url);
      location.searchParams.set('digest', digest);
      await send(agent, ['PUT', location.href], { bytes, type: 'application/octet-stream' });
    }
    await send(agent, ['PUT', `${base}/manifests/${tagOf(index)}`], { bytes: root.bytes, type: root.mediaType });
  });
  agent.destroy();
}

interface Body {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** Sends one request and gives the `Location` of its answer. */
function send(
  agent: Agent,
  [method, url]: readonly [method: string, url: string],
  body?: Body,
): Promise<string | undefined> {
  const headers = body === undefined ? {} : { 'content-type': body.type, 'content-length': body.bytes.length };
  return new Promise((resolve, reject) => {
    request(url, { agent, method, headers }, (response) => {
      response.resume().once('end', () => resolve(response.headers.location));
    })
      .on('error', reject)
      .end(body?.bytes);
  });
}
