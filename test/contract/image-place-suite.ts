import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Aws } from '@towline/shared/aws';
import { createHttpClient } from '@towline/shared/http';
import { type Digest, parseDigest } from '@towline/shared/image';
import type { BlobSource, Descriptor, ImagePlaces, ManifestContent } from '@towline/shared/ports';
import { systemClock } from '@towline/shared/process';
import { createCredentialStore, createRegistryPlaces, parseRegistriesConf } from '@towline/shared/registry';

/** A registry to write into. */
export interface PlaceTarget {
  readonly url: string;
  /** The certificate to trust. */
  readonly ca?: string | undefined;
  readonly login?: { readonly username: string; readonly password: string } | undefined;
  stop(): Promise<void>;
}

export const chunkBytes = 64 * 1024;
export const host = 'registry.test';
const mediaType = 'application/vnd.oci.image.manifest.v1+json';

/** How a registry is called, and under which identity it is asked. */
interface Naming {
  readonly prefix?: string;
  readonly aws?: Aws;
}

/** The places of a registry, under the name {@link host} or another. */
export function placesOf(
  { url, ca, login }: Omit<PlaceTarget, 'stop'>,
  { prefix = host, aws }: Naming = {},
): ImagePlaces {
  const conf = { registries: [{ name: 'test', api_url: url, prefix, credentials: login && 'env:LOGIN' }] };
  const reading = parseRegistriesConf(JSON.stringify(conf));
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.findings));
  const environment = login === undefined ? {} : { LOGIN: `${login.username}:${login.password}` };
  return createRegistryPlaces(
    {
      http: () => createHttpClient({ random: () => 0 }, { ca: ca === undefined ? [] : [ca] }),
      clock: systemClock,
      ...(aws && { aws: () => aws }),
      credentials: createCredentialStore({ clock: systemClock, environment, resolvers: [] }),
    },
    { entries: reading.registries, chunkBytes },
  );
}

/** Bytes with their descriptor, and as a source that counts how often it was opened. */
export function blobOf(text: string | Uint8Array): {
  readonly blob: Descriptor;
  readonly source: BlobSource;
  opened: number[];
} {
  const bytes = Buffer.from(text);
  const opened: number[] = [];
  async function* open({ offset = 0 } = {}) {
    opened.push(offset);
    for (let at = offset; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  }
  const blob = { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: bytes.length };
  return { blob, source: { open }, opened };
}

function digestOf(bytes: Uint8Array): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  if (digest === undefined) throw new Error('a hash is a digest');
  return digest;
}

/** Bytes that are another in every place. */
export function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 32) createHash('sha256').update(String(at)).digest().copy(bytes, at);
  return bytes;
}

/** All of a stream. */
export async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

/** What every registry does with what is written into it. */
export function imagePlaceContract(start: () => Promise<PlaceTarget>): void {
  let target: PlaceTarget;
  let places: ImagePlaces;
  beforeAll(async () => {
    target = await start();
    places = placesOf(target);
  });
  afterAll(() => target.stop());
  const place = (path: string) => places.open({ host, path }, 'push');

  it('takes a small blob, and says that it has it the next time', async () => {
    const { blob, source, opened } = blobOf('small');
    expect(await (await place('team/small')).writeBlob(blob, source)).toBe('written');
    expect(await (await placesOf(target).open({ host, path: 'team/small' }, 'push')).writeBlob(blob, source)).toBe(
      'present',
    );
    expect(opened).toEqual([0]);
    expect(await textOf((await place('team/small')).readBlob(blob))).toBe('small');
  });

  it('takes a large blob in chunks', async () => {
    const bytes = noise(3.5 * chunkBytes);
    const { blob, source } = blobOf(bytes);
    const to = await place('team/large');
    expect(await to.writeBlob(blob, source)).toBe('written');
    expect(await textOf(to.readBlob(blob))).toBe(bytes.toString('latin1'));
    expect(await textOf(to.readBlob(blob, { offset: 200_000 }))).toBe(bytes.subarray(200_000).toString('latin1'));
  });

  it('takes a blob whose size is a whole number of chunks', async () => {
    const { blob, source } = blobOf(noise(2 * chunkBytes));
    expect(await (await place('team/whole')).writeBlob(blob, source)).toBe('written');
  });

  it('takes an empty blob', async () => {
    const { blob, source } = blobOf('');
    expect(await (await place('team/empty')).writeBlob(blob, source)).toBe('written');
  });

  it('mounts a blob of another repository, and reads nothing of it', async () => {
    const { blob, source, opened } = blobOf('mounted');
    await (await place('team/from')).writeBlob(blob, source);
    const mountFrom = { host, path: 'team/from' };
    expect(await (await place('team/to')).writeBlob(blob, { ...source, mountFrom })).toBe('mounted');
    expect(opened).toEqual([0]);
  });

  it('takes the blob itself where it cannot be mounted', async () => {
    const { blob, source } = blobOf('not mounted');
    const mountFrom = { host, path: 'team/without' };
    expect(await (await place('team/to')).writeBlob(blob, { ...source, mountFrom })).toBe('written');
  });

  it('refuses a blob that is not what its digest says', async () => {
    const { blob } = blobOf('one');
    const { source } = blobOf('two');
    await expect((await place('team/wrong')).writeBlob(blob, source)).rejects.toMatchObject({
      code: 'registry-bad-response',
    });
  });

  it('takes a manifest under a tag, and under its digest alone', async () => {
    const to = await place('team/manifest');
    const manifest = await manifestIn(to.writeBlob);
    expect(await to.hasManifest(manifest.digest)).toBe(false);
    await to.writeManifest(manifest);
    expect(await to.hasManifest(manifest.digest)).toBe(true);
    expect(await to.readManifest({ kind: 'tag', tag: '1' })).toBeUndefined();
    await to.writeManifest(manifest, '1');
    const read = await to.readManifest({ kind: 'tag', tag: '1' });
    expect(read).toMatchObject({ mediaType, digest: manifest.digest });
    expect(Buffer.from(read?.bytes ?? [])).toEqual(Buffer.from(manifest.bytes));
  });

  it('has nothing where there is nothing', async () => {
    const from = await places.open({ host, path: 'team/nothing' }, 'pull');
    expect(await from.readManifest({ kind: 'tag', tag: '1' })).toBeUndefined();
    await expect(textOf(from.readBlob(blobOf('nothing').blob))).rejects.toMatchObject({
      code: 'registry-repository-not-found',
    });
  });
}

type WriteBlob = (blob: Descriptor, source: BlobSource) => Promise<unknown>;

async function manifestIn(writeBlob: WriteBlob): Promise<ManifestContent> {
  const config = blobOf('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}');
  await writeBlob(config.blob, config.source);
  const described = { ...config.blob, mediaType: 'application/vnd.oci.image.config.v1+json' };
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: described, layers: [] }));
  return { mediaType, digest: digestOf(bytes), bytes };
}
