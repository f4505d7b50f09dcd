import { createHash } from 'node:crypto';
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  GetLifecyclePolicyCommand,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  paginateDescribeImages,
  paginateListImages,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BuiltImage, buildImage, type ImageRecipe } from '@towline/test-kit/registry';
import { ask } from '@towline/test-kit/serve';

/** What an implementation of the ECR API cannot do; the suite asserts that it indeed cannot. */
export type EcrGap = 'paging' | 'downloads' | 'untagged' | 'digest-check' | 'immutability-error' | 'token';

/** An implementation of the ECR API to hold against the contract. */
export interface EcrTarget {
  readonly url: string;
  stop(): Promise<void>;
}

const now = () => Date.now();

/** The ECR API as its SDK uses it. */
export function ecrContract(start: () => Promise<EcrTarget>, gaps: readonly EcrGap[] = []): void {
  let target: EcrTarget;
  let ecr: ECRClient;
  beforeAll(async () => {
    target = await start();
    const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    ecr = new ECRClient({ endpoint: target.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    ecr.destroy();
    await target.stop();
  });
  /** A row that the implementation keeps; where it is known not to, a row that says that it still does not. */
  const rule = (gap: EcrGap | undefined, title: string, body: () => Promise<void>) =>
    gap !== undefined && gaps.includes(gap)
      ? it(`does not keep (${gap}): ${title}`, () => expect(body()).rejects.toThrow())
      : it(title, body);

  const create = async (repositoryName: string, settings: object = {}) => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName, ...settings }));
    return repositoryName;
  };
  const pushLayers = async (repositoryName: string, { blobs }: BuiltImage) => {
    for (const { digest, bytes } of blobs) {
      const check = await ecr.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests: [digest] }));
      if (check.layers?.[0]?.layerAvailability === 'AVAILABLE') continue;
      const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
      const part = { partFirstByte: 0, partLastByte: bytes.length - 1, layerPartBlob: bytes };
      await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
      await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }));
    }
  };
  const push = async (repositoryName: string, imageTag: string | undefined, recipe: ImageRecipe = {}) => {
    const image = buildImage(recipe);
    await pushLayers(repositoryName, image);
    for (const [content, tag] of [
      ...image.children.map((child) => [child, undefined] as const),
      [image.root, imageTag] as const,
    ]) {
      const imageManifest = content.bytes.toString('utf8');
      const imageDigest = content.digest;
      const put = { repositoryName, imageManifest, imageDigest, imageManifestMediaType: content.mediaType };
      await ecr.send(new PutImageCommand({ ...put, ...(tag === undefined ? {} : { imageTag: tag }) }));
    }
    return image.root;
  };
  const describeAll = async (repositoryName: string) =>
    (await ecr.send(new DescribeImagesCommand({ repositoryName }))).imageDetails ?? [];
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: Error) => error.name,
    );

  describe('a repository', () => {
    it('is described as it was made', async () => {
      const repositoryName = await create('repo/made', { imageTagMutability: 'IMMUTABLE' });
      const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
      expect(repositories).toMatchObject([
        {
          registryId: '123456789012',
          repositoryName,
          repositoryArn: `arn:aws:ecr:us-east-1:123456789012:repository/${repositoryName}`,
          repositoryUri: expect.stringMatching(/\/repo\/made$/),
          imageTagMutability: 'IMMUTABLE',
          createdAt: expect.any(Date),
        },
      ]);
    });

    it('is made once', async () => {
      await create('repo/once');
      expect(await failure(create('repo/once'))).toBe('RepositoryAlreadyExistsException');
    });

    it('with images is deleted by force only', async () => {
      const repositoryName = await create('repo/full');
      await push(repositoryName, 'a');
      expect(await failure(ecr.send(new DeleteRepositoryCommand({ repositoryName })))).toBe(
        'RepositoryNotEmptyException',
      );
      await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
      expect(await failure(describeAll(repositoryName))).toBe('RepositoryNotFoundException');
    });

    it('keeps its lifecycle policy', async () => {
      const repositoryName = await create('repo/lifecycle');
      const get = () => ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
      expect(await failure(get())).toBe('LifecyclePolicyNotFoundException');
      const rule = { rulePriority: 1, action: { type: 'expire' } };
      const selection = { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 5 };
      const lifecyclePolicyText = JSON.stringify({ rules: [{ ...rule, selection }] });
      await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
      expect((await get()).lifecyclePolicyText).toBe(lifecyclePolicyText);
    });
  });

  describe('an image', () => {
    it('is described with its digest, its tags and the time of its push', async () => {
      const repositoryName = await create('image/described');
      const before = now();
      const { digest, mediaType } = await push(repositoryName, 'one');
      const [detail, ...others] = await describeAll(repositoryName);
      expect(others).toEqual([]);
      expect(detail).toMatchObject({
        registryId: '123456789012',
        repositoryName,
        imageDigest: digest,
        imageTags: ['one'],
        imageManifestMediaType: mediaType,
      });
      // moto drops the part of a second.
      expect(detail?.imagePushedAt?.getTime()).toBeGreaterThanOrEqual(before - 1000);
    });

    it('is found by tag and by digest', async () => {
      const repositoryName = await create('image/found');
      const { digest, bytes } = await push(repositoryName, 'one');
      for (const id of [{ imageTag: 'one' }, { imageDigest: digest }]) {
        const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [id] }));
        expect(images).toMatchObject([{ imageId: { imageDigest: digest }, imageManifest: bytes.toString('utf8') }]);
        const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [id] }));
        expect(imageDetails).toMatchObject([{ imageDigest: digest }]);
      }
    });

    it('that is missing is a failure of a batch, and an error of a describe', async () => {
      const repositoryName = await create('image/missing');
      await push(repositoryName, 'one');
      const imageIds = [{ imageTag: 'two' }];
      const { images, failures } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
      expect([images, failures]).toMatchObject([[], [{ failureCode: 'ImageNotFound', imageId: { imageTag: 'two' } }]]);
      expect(await failure(ecr.send(new DescribeImagesCommand({ repositoryName, imageIds })))).toBe(
        'ImageNotFoundException',
      );
    });

    rule('untagged', 'loses its tag to the next one', async () => {
      const repositoryName = await create('image/moved');
      const old = await push(repositoryName, 'latest');
      const renewed = await push(repositoryName, 'latest', { labels: { build: '2' } });
      const tags = (await describeAll(repositoryName)).map(({ imageDigest, imageTags = [] }) => [
        imageDigest,
        imageTags,
      ]);
      expect(Object.fromEntries(tags)).toEqual({ [old.digest]: [], [renewed.digest]: ['latest'] });
    });

    it('may have several tags, and goes with the last of them', async () => {
      const repositoryName = await create('image/tags');
      const { digest } = await push(repositoryName, 'one');
      await push(repositoryName, 'two');
      expect((await describeAll(repositoryName))[0]?.imageTags?.toSorted()).toEqual(['one', 'two']);
      const remove = (imageTag: string) =>
        ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
      expect((await remove('one')).imageIds).toEqual([{ imageDigest: digest, imageTag: 'one' }]);
      expect((await describeAll(repositoryName))[0]?.imageTags).toEqual(['two']);
      await remove('two');
      expect(await describeAll(repositoryName)).toEqual([]);
    });

    it('of several platforms is an index over untagged images', async () => {
      const repositoryName = await create('image/index');
      const index = await push(repositoryName, 'one', { platforms: ['linux/amd64', 'linux/arm64'] });
      const details = await describeAll(repositoryName);
      expect(details.find(({ imageTags }) => imageTags?.[0] === 'one')).toMatchObject({
        imageDigest: index.digest,
        imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
      });
      expect(details.filter(({ imageTags = [] }) => imageTags.length === 0)).toHaveLength(2);
    });

    rule('digest-check', 'is refused by another digest', async () => {
      const repositoryName = await create('image/digest');
      const { blobs, root } = buildImage({});
      await pushLayers(repositoryName, { blobs, children: [], root });
      const put = {
        repositoryName,
        imageManifest: root.bytes.toString('utf8'),
        imageManifestMediaType: root.mediaType,
      };
      const command = new PutImageCommand({ ...put, imageDigest: `sha256:${'0'.repeat(64)}`, imageTag: 'one' });
      expect(await failure(ecr.send(command))).toBe('ImageDigestDoesNotMatchException');
    });

    it('is refused where it is there already', async () => {
      const repositoryName = await create('image/unchanged');
      await push(repositoryName, 'one');
      expect(await failure(push(repositoryName, 'one'))).toBe('ImageAlreadyExistsException');
    });
  });

  describe('a tag that must not move', () => {
    it('stays where it is', async () => {
      const repositoryName = await create('immutable/plain', { imageTagMutability: 'IMMUTABLE' });
      const { digest } = await push(repositoryName, 'one');
      expect(await failure(push(repositoryName, 'one', { labels: { build: '2' } }))).toMatch(/AlreadyExistsException$/);
      const details = await describeAll(repositoryName);
      expect(details.find(({ imageTags }) => imageTags?.includes('one'))?.imageDigest).toBe(digest);
    });

    it.each([
      ['IMMUTABLE_WITH_EXCLUSION', 'latest', '1.0'],
      ['MUTABLE_WITH_EXCLUSION', '1.0', 'latest'],
    ] as const)('is told by the exceptions of %s', async (imageTagMutability, moves, stays) => {
      const exception = imageTagMutability.startsWith('IMMUTABLE') ? moves : stays;
      const repositoryName = await create(`immutable/${imageTagMutability.toLowerCase()}`, {
        imageTagMutability,
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: exception.replace(/..$/, '*') }],
      });
      for (const tag of [moves, stays]) await push(repositoryName, tag, { labels: { tag } });
      await push(repositoryName, moves, { labels: { build: '2' } });
      const again = push(repositoryName, stays, { labels: { build: '3' } });
      expect(await failure(again)).toMatch(/AlreadyExistsException$/);
    });

    rule('immutability-error', 'is refused by an error of its own', async () => {
      const repositoryName = await create('immutable/error', { imageTagMutability: 'IMMUTABLE' });
      await push(repositoryName, 'one');
      const again = push(repositoryName, 'one', { labels: { build: '2' } });
      expect(await failure(again)).toBe('ImageTagAlreadyExistsException');
    });

    it('may move once the repository says so', async () => {
      const repositoryName = await create('immutable/lifted', { imageTagMutability: 'IMMUTABLE' });
      await push(repositoryName, 'one');
      await ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' }));
      const { digest } = await push(repositoryName, 'one', { labels: { build: '2' } });
      const imageIds = [{ imageTag: 'one' }];
      const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName, imageIds }));
      expect(imageDetails?.[0]?.imageDigest).toBe(digest);
    });
  });

  describe('a list', () => {
    rule('paging', 'of images goes by pages, each image once', async () => {
      const repositoryName = await create('list/pages');
      for (let tag = 0; tag < 7; tag += 1) await push(repositoryName, `t${tag}`, { labels: { tag: `${tag}` } });
      const pages: number[] = [];
      const tags: string[] = [];
      for await (const { imageDetails = [] } of paginateDescribeImages(
        { client: ecr, pageSize: 3 },
        { repositoryName },
      )) {
        pages.push(imageDetails.length);
        tags.push(...imageDetails.flatMap(({ imageTags = [] }) => imageTags));
      }
      expect(pages).toEqual([3, 3, 1]);
      expect(tags.toSorted()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6']);
      const ids: (string | undefined)[] = [];
      for await (const { imageIds = [] } of paginateListImages({ client: ecr, pageSize: 4 }, { repositoryName })) {
        ids.push(...imageIds.map(({ imageTag }) => imageTag));
      }
      expect(ids.toSorted()).toEqual(tags.toSorted());
    });

    rule('paging', 'refuses more than a thousand images a page', async () => {
      const repositoryName = await create('list/limit');
      const list = ecr.send(new DescribeImagesCommand({ repositoryName, maxResults: 1001 }));
      expect(await failure(list)).toBe('InvalidParameterException');
    });

    it('holds the tagged images only where that is asked', async () => {
      const repositoryName = await create('list/tagged');
      await push(repositoryName, 'latest');
      const { digest } = await push(repositoryName, 'latest', { labels: { build: '2' } });
      const filter = { tagStatus: 'TAGGED' } as const;
      const { imageIds } = await ecr.send(new ListImagesCommand({ repositoryName, filter }));
      expect(imageIds).toEqual([{ imageDigest: digest, imageTag: 'latest' }]);
    });

    rule('untagged', 'holds the untagged images only where that is asked', async () => {
      const repositoryName = await create('list/untagged');
      const { digest } = await push(repositoryName, 'latest');
      await push(repositoryName, 'latest', { labels: { build: '2' } });
      const filter = { tagStatus: 'UNTAGGED' } as const;
      const { imageIds } = await ecr.send(new ListImagesCommand({ repositoryName, filter }));
      expect(imageIds).toEqual([{ imageDigest: digest }]);
    });
  });

  describe('a layer', () => {
    it('goes up in parts and is there afterwards', async () => {
      const repositoryName = await create('layer/parts');
      const bytes = Buffer.from('a layer in two parts');
      const layerDigest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
      for (const [from, to] of [
        [0, 6],
        [7, bytes.length - 1],
      ] as const) {
        const part = { partFirstByte: from, partLastByte: to, layerPartBlob: bytes.subarray(from, to + 1) };
        await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
      }
      const layerDigests = [layerDigest];
      const done = await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
      expect(done.layerDigest).toBe(layerDigest);
      const { layers } = await ecr.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }));
      expect(layers).toMatchObject([{ layerDigest, layerAvailability: 'AVAILABLE', layerSize: bytes.length }]);
    });

    rule('digest-check', 'that has another digest is refused', async () => {
      const repositoryName = await create('layer/digest');
      const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
      const part = { partFirstByte: 0, partLastByte: 2, layerPartBlob: Buffer.from('abc') };
      await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
      const layerDigests = [`sha256:${'0'.repeat(64)}`];
      const complete = ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
      expect(await failure(complete)).toBe('InvalidLayerException');
    });

    rule('downloads', 'is downloaded from its pre-signed address, without credentials', async () => {
      const repositoryName = await create('layer/download');
      const image = buildImage({});
      await push(repositoryName, 'one');
      const [layer] = image.blobs;
      const layerDigest = layer?.digest;
      const { downloadUrl = '' } = await ecr.send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }));
      expect(new URL(downloadUrl).host).not.toBe(new URL(target.url).host);
      expect((await ask(downloadUrl)).body.equals(layer?.bytes ?? Buffer.alloc(0))).toBe(true);
      const both = await ask(downloadUrl, { headers: { authorization: 'Basic QVdTOng=' } });
      expect(both.status).toBe(400);
      expect((await ask(downloadUrl.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(403);
    });
  });

  rule('token', 'gives a password for AWS that has not expired', async () => {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const [data] = authorizationData ?? [];
    expect(Buffer.from(data?.authorizationToken ?? '', 'base64').toString('utf8')).toMatch(/^AWS:.+/);
    expect(data?.expiresAt?.getTime()).toBeGreaterThan(now());
    expect(data?.proxyEndpoint).toMatch(/^https?:\/\//);
  });

  it.each([
    ['DescribeImages', () => new DescribeImagesCommand({ repositoryName: 'not/there' })],
    ['ListImages', () => new ListImagesCommand({ repositoryName: 'not/there' })],
    ['BatchGetImage', () => new BatchGetImageCommand({ repositoryName: 'not/there', imageIds: [{ imageTag: 'a' }] })],
    ['DescribeRepositories', () => new DescribeRepositoriesCommand({ repositoryNames: ['not/there'] })],
  ])('%s of a repository that is not there says so', async (_operation, command) => {
    expect(await failure(ecr.send(command() as DescribeImagesCommand))).toBe('RepositoryNotFoundException');
  });
}
