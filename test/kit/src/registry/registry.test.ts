import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { awsFault } from '../aws/index.js';
import { createManualClock } from '../clock/index.js';
import { ask } from '../serve/index.js';
import { basicHeader, callEcr, getOci } from './bare-calls.js';
import {
  type EcrImageEvent,
  pushImage,
  type RegistryOptions,
  type RunningRegistry,
  seedImage,
  startRegistry,
} from './index.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: RegistryOptions = {}): Promise<RunningRegistry> {
  const registry = await startRegistry(options);
  cleanups.push(registry.stop);
  return registry;
}

describe('what ECR refuses', () => {
  it('is a push over a tag that must not move, as the distribution API says it', async () => {
    const registry = await start();
    registry.state.repositories.create('team/app', { mutability: 'IMMUTABLE' });
    await pushImage(registry.url, { repository: 'team/app', tags: ['1.0'] });
    await pushImage(registry.url, { repository: 'team/app', tags: ['1.0'] });
    const again = pushImage(registry.url, { repository: 'team/app', tags: ['1.0'], labels: { build: '2' } });
    await expect(again).rejects.toThrow(/answered 400: .*TAG_INVALID/);
  });

  it('is a push to a repository that nobody made', async () => {
    const registry = await start({ access: { kind: 'ecr' } });
    const { authorization } = basicHeader('AWS', registry.issuePassword());
    const push = pushImage(registry.url, { repository: 'team/app', tags: ['1.0'], authorization });
    await expect(push).rejects.toThrow(/answered 404: .*NAME_UNKNOWN/);
  });

  it('is the deletion of an image that an index lists', async () => {
    const registry = await start();
    const platforms = ['linux/amd64', 'linux/arm64'];
    await seedImage(registry.state, { repository: 'team/app', tags: ['1.0'], platforms });
    const [child] = registry.state.image('team/app', '1.0').manifest.manifests ?? [];
    const imageIds = [{ imageDigest: child?.digest }];
    const { body } = await callEcr(registry, 'BatchDeleteImage', { repositoryName: 'team/app', imageIds });
    expect(body).toMatchObject({ imageIds: [], failures: [{ failureCode: 'ImageReferencedByManifestList' }] });
  });

  it('is one request too many, with the id of the request', async () => {
    const registry = await start();
    const throttled = awsFault('ThrottlingException', 'Rate exceeded');
    registry.faults.add({ ...throttled, match: { kind: 'ecr:DescribeImages' }, times: 1 });
    expect(await callEcr(registry, 'DescribeImages', { repositoryName: 'team/app' })).toMatchObject({
      status: 400,
      headers: { 'x-amzn-requestid': expect.any(String) },
      body: { __type: 'ThrottlingException', message: 'Rate exceeded' },
    });
    expect((await callEcr(registry, 'DescribeImages', { repositoryName: 'team/app' })).body.__type).toBe(
      'RepositoryNotFoundException',
    );
  });

  it('is a page that it did not give', async () => {
    const registry = await start();
    await seedImage(registry.state, { repository: 'team/app', tags: ['1.0'] });
    const { body } = await callEcr(registry, 'DescribeImages', {
      repositoryName: 'team/app',
      nextToken: 'bWFkZSB1cA==',
    });
    expect(body.__type).toBe('InvalidParameterException');
  });
});

describe('a list of ECR', () => {
  it('skips nothing when an image is deleted between two pages', async () => {
    const registry = await start();
    for (const tag of ['a', 'b', 'c', 'd', 'e']) {
      await seedImage(registry.state, { repository: 'team/app', tags: [tag], labels: { tag } });
    }
    const page = (nextToken?: string) =>
      callEcr(registry, 'DescribeImages', { repositoryName: 'team/app', maxResults: 2, nextToken });
    const first = (await page()).body;
    const [gone] = first.imageDetails;
    await registry.state.deleteImage('team/app', gone.imageDigest);
    const second = (await page(first.nextToken)).body;
    const third = (await page(second.nextToken)).body;
    const tags = [first, second, third].flatMap(({ imageDetails }) =>
      imageDetails.flatMap(({ imageTags }: { imageTags: string[] }) => imageTags),
    );
    expect(tags.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(third.nextToken).toBeUndefined();
  });

  it.each([
    ['keeps the first push time of an image that gets another tag', false, 1000],
    ['renews it where the registry does so', true, 2000],
  ])('%s', async (_title, retagRenewsPushTime, pushedAt) => {
    const registry = await start({ retagRenewsPushTime });
    await seedImage(registry.state, { repository: 'team/app', tags: ['old'], pushedAt: 1000 });
    await seedImage(registry.state, { repository: 'team/app', tags: ['new'], pushedAt: 2000 });
    const { body } = await callEcr(registry, 'DescribeImages', { repositoryName: 'team/app' });
    expect(body.imageDetails).toMatchObject([{ imageTags: ['new', 'old'], imagePushedAt: pushedAt / 1000 }]);
  });
});

describe('a list of the distribution API', () => {
  it('goes by pages no larger than the registry allows', async () => {
    const registry = await start({ maxPage: 2 });
    await seedImage(registry.state, { repository: 'team/app', tags: ['a', 'b', 'c'] });
    const first = await getOci(registry, '/v2/team/app/tags/list?n=1000');
    expect([first.body.tags, first.headers.link]).toEqual([
      ['a', 'b'],
      '</v2/team/app/tags/list?last=b&n=2>; rel="next"',
    ]);
    const second = await getOci(registry, '/v2/team/app/tags/list?last=b&n=2');
    expect([second.body.tags, second.headers.link]).toEqual([['c'], undefined]);
  });

  it('is not sent again while it has not changed', async () => {
    const registry = await start();
    await seedImage(registry.state, { repository: 'team/app', tags: ['a'] });
    const list = (etag?: string) =>
      getOci(registry, '/v2/team/app/tags/list', etag === undefined ? {} : { 'if-none-match': etag });
    const { etag = '' } = (await list()).headers;
    expect((await list(etag)).status).toBe(304);
    await seedImage(registry.state, { repository: 'team/app', tags: ['b'] });
    expect((await list(etag)).status).toBe(200);
  });

  it('names the artifacts that refer to an image', async () => {
    const registry = await start();
    const digest = await seedImage(registry.state, { repository: 'team/app', tags: ['1.0'] });
    const { bytes, mediaType, manifest } = registry.state.image('team/app', '1.0');
    const subject = { mediaType, digest, size: bytes.length };
    const signature = { ...manifest, artifactType: 'application/x-signature', subject };
    await registry.state.putManifest({
      repository: 'team/app',
      mediaType,
      bytes: Buffer.from(JSON.stringify(signature)),
    });
    const { body } = await getOci(registry, `/v2/team/app/referrers/${digest}`);
    expect(body.manifests).toMatchObject([{ artifactType: 'application/x-signature' }]);
    const other = await getOci(registry, `/v2/team/app/referrers/${digest}?artifactType=x`);
    expect(other.body.manifests).toEqual([]);
  });
});

describe('a blob', () => {
  it('is redirected to another origin, whose addresses expire', async () => {
    const clock = createManualClock();
    const registry = await start({ clock });
    await seedImage(registry.state, { repository: 'team/app', tags: ['1.0'] });
    const digest = registry.state.image('team/app', '1.0').manifest.config?.digest;
    const { status, headers } = await getOci(registry, `/v2/team/app/blobs/${digest}`);
    const location = new URL(headers.location ?? '');
    expect([status, location.hostname, location.port === String(registry.port)]).toEqual([307, 'localhost', false]);
    expect((await ask(location)).status).toBe(200);
    clock.advance(3_600_000);
    expect((await ask(location)).status).toBe(403);
    expect(registry.layers.requests.count()).toBe(2);
  });

  it('can arrive with a flipped bit', async () => {
    const registry = await start({ redirectBlobs: false });
    await seedImage(registry.state, { repository: 'team/app', tags: ['1.0'] });
    const digest = registry.state.image('team/app', '1.0').manifest.config?.digest ?? '';
    registry.faults.add({ effect: 'wrong-content', match: { kind: 'oci:blob' } });
    const reply = await ask(`${registry.url}/v2/team/app/blobs/${digest}`);
    const right = await registry.state.readBlob({ repository: 'team/app', digest });
    expect([reply.status, reply.body.length, reply.body.equals(right)]).toEqual([200, right.length, false]);
  });

  it('is sent in part', async () => {
    const registry = await start({ redirectBlobs: false });
    await seedImage(registry.state, { repository: 'team/app', tags: ['1.0'] });
    const digest = registry.state.image('team/app', '1.0').manifest.config?.digest ?? '';
    const right = await registry.state.readBlob({ repository: 'team/app', digest });
    const reply = await ask(`${registry.url}/v2/team/app/blobs/${digest}`, { headers: { range: 'bytes=5-9' } });
    expect([reply.status, reply.body.toString()]).toEqual([206, right.subarray(5, 10).toString()]);
  });

  it('must be sent in order', async () => {
    const { url } = await start();
    const begun = await ask(`${url}/v2/team/app/blobs/uploads/`, { method: 'POST' });
    const headers = { 'content-range': '5-9' };
    const reply = await ask(`${url}${begun.headers.location}`, { method: 'PATCH', headers, body: 'world' });
    expect([reply.status, reply.headers.range]).toEqual([416, '0-0']);
  });
});

describe('a registry on a port that is taken', () => {
  it('does not start', async () => {
    const { port } = await start();
    await expect(startRegistry({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('a registry in a folder', () => {
  it('is the same after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'registry-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const clock = createManualClock(1_000_000);
    const first = await start({ folder, clock });
    const platforms = ['linux/amd64', 'linux/arm64'];
    const digest = await pushImage(first.url, { repository: 'team/app', tags: ['1.0'], platforms });
    first.state.repositories.configure('team/app', { mutability: 'IMMUTABLE' });
    await first.stop();
    clock.advance(1_000_000);
    const second = await start({ folder, clock });
    const image = second.state.image('team/app', '1.0');
    expect([image.digest, image.pushedAt]).toEqual([digest, 1_000_000]);
    expect(second.state.repositories.find('team/app').settings.mutability).toBe('IMMUTABLE');
    const child = second.state.image('team/app', image.manifest.manifests?.[0]?.digest ?? '');
    const config = { repository: 'team/app', digest: child.manifest.config?.digest ?? '' };
    expect(JSON.parse((await second.state.readBlob(config)).toString('utf8'))).toMatchObject({ architecture: 'amd64' });
  });
});

describe('an event', () => {
  it('is told of every tag that is pushed, moved or deleted, and of nothing that stays', async () => {
    const events: EcrImageEvent[] = [];
    const registry = await start({ onEvent: (event) => events.push(event) });
    await pushImage(registry.url, { repository: 'team/app', tags: ['1.0', 'latest'] });
    await pushImage(registry.url, { repository: 'team/app', tags: ['latest'] });
    const digest = await pushImage(registry.url, { repository: 'team/app', tags: ['latest'], labels: { build: '2' } });
    await registry.state.deleteImage('team/app', digest);
    expect(events.map(({ detail }) => `${detail['action-type']} ${detail['image-tag']}`)).toEqual([
      'PUSH 1.0',
      'PUSH latest',
      'PUSH latest',
      'DELETE latest',
    ]);
  });
});
