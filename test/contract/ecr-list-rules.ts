import {
  DescribeImagesCommand,
  ListImagesCommand,
  PutImageTagMutabilityCommand,
  paginateDescribeImages,
  paginateListImages,
} from '@aws-sdk/client-ecr';
import { describe, expect, it } from '@jest/globals';
import { type EcrBench, failureOf } from './ecr-bench.js';

/** Tags that stay, and lists. */
export function listRules(bench: EcrBench): void {
  describe('a tag that must not move', () => {
    it('stays where it is', async () => {
      const repositoryName = await bench.create('immutable/plain', { imageTagMutability: 'IMMUTABLE' });
      const { digest } = await bench.push(repositoryName, 'one');
      expect(await failureOf(bench.push(repositoryName, 'one', { labels: { build: '2' } }))).toMatch(
        /AlreadyExistsException$/,
      );
      const details = await bench.describeAll(repositoryName);
      expect(details.find(({ imageTags }) => imageTags?.includes('one'))?.imageDigest).toBe(digest);
    });

    it.each([
      ['IMMUTABLE_WITH_EXCLUSION', 'latest', '1.0'],
      ['MUTABLE_WITH_EXCLUSION', '1.0', 'latest'],
    ] as const)('is told by the exceptions of %s', async (imageTagMutability, moves, stays) => {
      const exception = imageTagMutability.startsWith('IMMUTABLE') ? moves : stays;
      const repositoryName = await bench.create(`immutable/${imageTagMutability.toLowerCase()}`, {
        imageTagMutability,
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: exception.replace(/..$/, '*') }],
      });
      for (const tag of [moves, stays]) await bench.push(repositoryName, tag, { labels: { tag } });
      await bench.push(repositoryName, moves, { labels: { build: '2' } });
      const again = bench.push(repositoryName, stays, { labels: { build: '3' } });
      expect(await failureOf(again)).toMatch(/AlreadyExistsException$/);
    });

    bench.rule('immutability-error', 'is refused by an error of its own', async () => {
      const repositoryName = await bench.create('immutable/error', { imageTagMutability: 'IMMUTABLE' });
      await bench.push(repositoryName, 'one');
      const again = bench.push(repositoryName, 'one', { labels: { build: '2' } });
      expect(await failureOf(again)).toBe('ImageTagAlreadyExistsException');
    });

    it('may move once the repository says so', async () => {
      const repositoryName = await bench.create('immutable/lifted', { imageTagMutability: 'IMMUTABLE' });
      await bench.push(repositoryName, 'one');
      await bench.client().send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' }));
      const { digest } = await bench.push(repositoryName, 'one', { labels: { build: '2' } });
      const imageIds = [{ imageTag: 'one' }];
      const { imageDetails } = await bench.client().send(new DescribeImagesCommand({ repositoryName, imageIds }));
      expect(imageDetails?.[0]?.imageDigest).toBe(digest);
    });
  });

  describe('a list', () => {
    bench.rule('paging', 'of images goes by pages, each image once', async () => {
      const repositoryName = await bench.create('list/pages');
      for (let tag = 0; tag < 7; tag += 1) await bench.push(repositoryName, `t${tag}`, { labels: { tag: `${tag}` } });
      const pages: number[] = [];
      const tags: string[] = [];
      for await (const { imageDetails = [] } of paginateDescribeImages(
        { client: bench.client(), pageSize: 3 },
        { repositoryName },
      )) {
        pages.push(imageDetails.length);
        tags.push(...imageDetails.flatMap(({ imageTags = [] }) => imageTags));
      }
      expect(pages).toEqual([3, 3, 1]);
      expect(tags.toSorted()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6']);
      const ids: (string | undefined)[] = [];
      for await (const { imageIds = [] } of paginateListImages(
        { client: bench.client(), pageSize: 4 },
        { repositoryName },
      )) {
        ids.push(...imageIds.map(({ imageTag }) => imageTag));
      }
      expect(ids.toSorted()).toEqual(tags.toSorted());
    });

    bench.rule('paging', 'refuses more than a thousand images a page', async () => {
      const repositoryName = await bench.create('list/limit');
      const list = bench.client().send(new DescribeImagesCommand({ repositoryName, maxResults: 1001 }));
      expect(await failureOf(list)).toBe('InvalidParameterException');
    });

    it('holds the tagged images only where that is asked', async () => {
      const repositoryName = await bench.create('list/tagged');
      await bench.push(repositoryName, 'latest');
      const { digest } = await bench.push(repositoryName, 'latest', { labels: { build: '2' } });
      const filter = { tagStatus: 'TAGGED' } as const;
      const { imageIds } = await bench.client().send(new ListImagesCommand({ repositoryName, filter }));
      expect(imageIds).toEqual([{ imageDigest: digest, imageTag: 'latest' }]);
    });

    bench.rule('untagged', 'holds the untagged images only where that is asked', async () => {
      const repositoryName = await bench.create('list/untagged');
      const { digest } = await bench.push(repositoryName, 'latest');
      await bench.push(repositoryName, 'latest', { labels: { build: '2' } });
      const filter = { tagStatus: 'UNTAGGED' } as const;
      const { imageIds } = await bench.client().send(new ListImagesCommand({ repositoryName, filter }));
      expect(imageIds).toEqual([{ imageDigest: digest }]);
    });
  });
}
