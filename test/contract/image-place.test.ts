import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAws } from '@towline/shared/aws';
import { systemClock } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import { type DockerRegistryOptions, describeReal, startDockerRegistry } from '@towline/test-kit/real';
import { type RegistryOptions, type RunningRegistry, startRegistry } from '@towline/test-kit/registry';
import {
  blobOf,
  chunkBytes,
  host,
  imagePlaceContract,
  noise,
  type PlaceTarget,
  placesOf,
  textOf,
} from './image-place-suite.js';

const login = { username: 'AWS', password: 'towline' };

async function fake(options: RegistryOptions): Promise<PlaceTarget> {
  const { url, ca, stop } = await startRegistry(options);
  return { url, ca, stop, login: options.access === undefined ? undefined : login };
}

const real = (options: DockerRegistryOptions): Promise<PlaceTarget> => startDockerRegistry(options);

describe("the kit's registry takes images", () => {
  describe('plain', () => imagePlaceContract(() => fake({})));
  describe('with a login', () => imagePlaceContract(() => fake({ access: { kind: 'basic', login } })));
  describe('with tokens and TLS', () =>
    imagePlaceContract(() => fake({ tls: true, access: { kind: 'bearer', login } })));
});

describeReal('docker-registry', 'docker-registry takes images', () => {
  describe('plain', () => imagePlaceContract(() => real({})));
  describe('with htpasswd and TLS', () => imagePlaceContract(() => real({ auth: true, tls: true })));
});

describe('an upload that does not go smoothly', () => {
  let registry: RunningRegistry;
  beforeEach(async () => {
    registry = await startRegistry();
  });
  afterEach(() => registry.stop());
  const open = () => placesOf(registry).open({ host, path: 'team/app' }, 'push');
  const large = () => blobOf(noise(4 * chunkBytes));
  const sent = (method: string) => registry.requests.entries.filter((each) => each.method === method).length;

  it.each([
    ['its connection is cut', { effect: 'cut', at: 'before' }],
    ['the registry fails', { effect: 'answer', status: 500 }],
    ['the registry says that it is at another place', { effect: 'answer', status: 416 }],
  ] as const)('is taken up again where %s', async (_what, effect) => {
    const { blob, source, opened } = large();
    const to = await open();
    let armed = true;
    const strike = () => {
      if (!armed || sent('PATCH') < 2) return;
      armed = false;
      registry.faults.add({ ...effect, match: { method: 'PATCH' }, times: 1 });
    };
    async function* watched(range: { readonly offset?: number | undefined }) {
      for await (const chunk of source.open(range)) {
        strike();
        yield chunk;
      }
    }
    expect(await to.writeBlob(blob, { open: watched })).toBe('written');
    // Two chunks were there already, and are not sent again.
    expect(opened).toEqual([0, 2 * chunkBytes]);
    expect(await textOf(to.readBlob(blob))).toHaveLength(blob.size);
  });

  it('is given up where it comes no further', async () => {
    const { blob, source, opened } = large();
    registry.faults.add({ effect: 'answer', status: 500, match: { method: 'PATCH' } });
    await expect((await open()).writeBlob(blob, source)).rejects.toMatchObject({ code: 'registry-unavailable' });
    expect(opened).toEqual([0, 0, 0, 0]);
  });

  it('is not sent again where it was refused', async () => {
    const { blob, source, opened } = large();
    registry.faults.add({ effect: 'answer', status: 403, match: { method: 'PATCH' } });
    await expect((await open()).writeBlob(blob, source)).rejects.toMatchObject({ code: 'registry-forbidden' });
    expect(opened).toEqual([0]);
  });

  it('ends when its caller does', async () => {
    const { blob, source } = large();
    registry.faults.add({ effect: 'silence', match: { method: 'PATCH' } });
    const controller = new AbortController();
    const reason = new Error('enough');
    async function* watched(range: object) {
      for await (const chunk of source.open(range)) yield chunk;
      controller.abort(reason);
    }
    const writing = (await open()).writeBlob(blob, { open: watched }, controller.signal);
    const waiting = expect(writing).rejects.toBe(reason);
    while (sent('PATCH') === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    await waiting;
  });
});

describe('a download that breaks off', () => {
  it('goes on where it was', async () => {
    const registry = await startRegistry();
    const place = await placesOf(registry).open({ host, path: 'team/app' }, 'push');
    const bytes = noise(4 * chunkBytes);
    const { blob, source } = blobOf(bytes);
    await place.writeBlob(blob, source);
    registry.layers.faults.add({ effect: 'cut', at: 'middle', times: 1 });
    expect(await textOf(place.readBlob(blob))).toBe(bytes.toString('latin1'));
    expect(registry.layers.requests.entries).toHaveLength(2);
    await registry.stop();
  });
});

describe('the rights that are asked for', () => {
  it('are those to push at once, and those to pull where nothing is written', async () => {
    const registry = await startRegistry({ access: { kind: 'bearer', login } });
    const places = placesOf({ ...registry, login });
    await (await places.open({ host, path: 'team/app' }, 'pull')).readManifest({ kind: 'tag', tag: '1' });
    const { blob, source } = blobOf('x');
    await (await places.open({ host, path: 'team/app' }, 'push')).writeBlob(blob, source);
    const scopes = registry.requests.entries
      .filter(({ kind }) => kind === 'token')
      .map(({ path }) => new URL(path, registry.url).searchParams.get('scope'));
    expect(new Set(scopes)).toEqual(new Set(['repository:team/app:pull', 'repository:team/app:pull,push']));
    const refused = registry.requests.entries.filter(({ status, path }) => status === 401 && path !== '/v2/');
    expect(refused).toEqual([]);
    await registry.stop();
  });
});

describe('a registry of ECR', () => {
  it('is signed in to under the AWS identity', async () => {
    const registry = await startRegistry({ access: { kind: 'ecr' }, createOnPush: true });
    const ecrHost = `${registry.accountId}.dkr.ecr.${registry.region}.amazonaws.com`;
    const identity = { kind: 'static', accessKeyId: 'AKIDTEST', secretAccessKey: new Secret('test') } as const;
    const aws = createAws({ clock: systemClock }, { identity, endpoints: { ecr: registry.url } });
    const places = placesOf(registry, { prefix: ecrHost, aws });
    const { blob, source } = blobOf('layer');
    const to = await places.open({ host: ecrHost, path: 'team/app' }, 'push');
    expect(await to.writeBlob(blob, source)).toBe('written');
    expect(registry.requests.count('ecr:GetAuthorizationToken')).toBe(1);
    await registry.stop();
  });
});
