import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, it } from '@jest/globals';
import { buildImage } from '@towline/test-kit/registry';
import { type EcrBench, failureOf } from './ecr-bench.js';

/** Images: what is told of them, how they are found, how they go. */
export function imageRules(bench: EcrBench): void {
  describe('an image', () => {
    it('is described with its digest, its tags and the time of its push', async () => {
      const repositoryName = await bench.create('image/described');
      const before = Date.now();
      const { digest, mediaType } = await bench.push(repositoryName, 'one');
      const [detail, ...others] = await bench.describeAll(repositoryName);
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
      const repositoryName = await bench.create('image/found');
      const { digest, bytes } = await bench.push(repositoryName, 'one');
      for (const id of [{ imageTag: 'one' }, { imageDigest: digest }]) {
        const { images } = await bench.client().send(new BatchGetImageCommand({ repositoryName, imageIds: [id] }));
        expect(images).toMatchObject([{ imageId: { imageDigest: digest }, imageManifest: bytes.toString('utf8') }]);
        const { imageDetails } = await bench
          .client()
          .send(new DescribeImagesCommand({ repositoryName, imageIds: [id] }));
        expect(imageDetails).toMatchObject([{ imageDigest: digest }]);
      }
    });

    it('that is missing is a failure of a batch, and an error of a describe', async () => {
      const repositoryName = await bench.create('image/missing');
      await bench.push(repositoryName, 'one');
      const imageIds = [{ imageTag: 'two' }];
      const { images, failures } = await bench.client().send(new BatchGetImageCommand({ repositoryName, imageIds }));
      expect([images, failures]).toMatchObject([[], [{ failureCode: 'ImageNotFound', imageId: { imageTag: 'two' } }]]);
      expect(await failureOf(bench.client().send(new DescribeImagesCommand({ repositoryName, imageIds })))).toBe(
        'ImageNotFoundException',
      );
    });

    bench.rule('untagged', 'loses its tag to the next one', async () => {
      const repositoryName = await bench.create('image/moved');
      const old = await bench.push(repositoryName, 'latest');
      const renewed = await bench.push(repositoryName, 'latest', { labels: { build: '2' } });
      const tags = (await bench.describeAll(repositoryName)).map(({ imageDigest, imageTags = [] }) => [
        imageDigest,
        imageTags,
      ]);
      expect(Object.fromEntries(tags)).toEqual({ [old.digest]: [], [renewed.digest]: ['latest'] });
    });

    it('may have several tags, and goes with the last of them', async () => {
      const repositoryName = await bench.create('image/tags');
      const { digest } = await bench.push(repositoryName, 'one');
      await bench.push(repositoryName, 'two');
      expect((await bench.describeAll(repositoryName))[0]?.imageTags?.toSorted()).toEqual(['one', 'two']);
      const remove = (imageTag: string) =>
        bench.client().send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
      expect((await remove('one')).imageIds).toEqual([{ imageDigest: digest, imageTag: 'one' }]);
      expect((await bench.describeAll(repositoryName))[0]?.imageTags).toEqual(['two']);
      await remove('two');
      expect(await bench.describeAll(repositoryName)).toEqual([]);
    });

    it('of several platforms is an index over untagged images', async () => {
      const repositoryName = await bench.create('image/index');
      const index = await bench.push(repositoryName, 'one', { platforms: ['linux/amd64', 'linux/arm64'] });
      const details = await bench.describeAll(repositoryName);
      expect(details.find(({ imageTags }) => imageTags?.[0] === 'one')).toMatchObject({
        imageDigest: index.digest,
        imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
      });
      expect(details.filter(({ imageTags = [] }) => imageTags.length === 0)).toHaveLength(2);
    });

    bench.rule('digest-check', 'is refused by another digest', async () => {
      const repositoryName = await bench.create('image/digest');
      const { blobs, root } = buildImage({});
      await bench.pushLayers(repositoryName, { blobs, children: [], root });
      const put = {
        repositoryName,
        imageManifest: root.bytes.toString('utf8'),
        imageManifestMediaType: root.mediaType,
      };
      const command = new PutImageCommand({ ...put, imageDigest: `sha256:${'0'.repeat(64)}`, imageTag: 'one' });
      expect(await failureOf(bench.client().send(command))).toBe('ImageDigestDoesNotMatchException');
    });

    it('is refused where it is there already', async () => {
      const repositoryName = await bench.create('image/unchanged');
      await bench.push(repositoryName, 'one');
      expect(await failureOf(bench.push(repositoryName, 'one'))).toBe('ImageAlreadyExistsException');
    });
  });
}
