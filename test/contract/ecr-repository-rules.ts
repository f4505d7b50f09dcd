import {
  BatchGetImageCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  ListImagesCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, it } from '@jest/globals';
import { type EcrBench, failureOf } from './ecr-bench.js';

/** Repositories, the password for them, and what is said of those that are not there. */
export function repositoryRules(bench: EcrBench): void {
  describe('a repository', () => {
    it('is described as it was made', async () => {
      const repositoryName = await bench.create('repo/made', { imageTagMutability: 'IMMUTABLE' });
      const { repositories } = await bench
        .client()
        .send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
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
      await bench.create('repo/once');
      expect(await failureOf(bench.create('repo/once'))).toBe('RepositoryAlreadyExistsException');
    });

    it('with images is deleted by force only', async () => {
      const repositoryName = await bench.create('repo/full');
      await bench.push(repositoryName, 'a');
      expect(await failureOf(bench.client().send(new DeleteRepositoryCommand({ repositoryName })))).toBe(
        'RepositoryNotEmptyException',
      );
      await bench.client().send(new DeleteRepositoryCommand({ repositoryName, force: true }));
      expect(await failureOf(bench.describeAll(repositoryName))).toBe('RepositoryNotFoundException');
    });

    it('keeps its lifecycle policy', async () => {
      const repositoryName = await bench.create('repo/lifecycle');
      const get = () => bench.client().send(new GetLifecyclePolicyCommand({ repositoryName }));
      expect(await failureOf(get())).toBe('LifecyclePolicyNotFoundException');
      const rule = { rulePriority: 1, action: { type: 'expire' } };
      const selection = { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 5 };
      const lifecyclePolicyText = JSON.stringify({ rules: [{ ...rule, selection }] });
      await bench.client().send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
      expect((await get()).lifecyclePolicyText).toBe(lifecyclePolicyText);
    });
  });

  bench.rule('token', 'gives a password for AWS that has not expired', async () => {
    const { authorizationData } = await bench.client().send(new GetAuthorizationTokenCommand({}));
    const [data] = authorizationData ?? [];
    expect(Buffer.from(data?.authorizationToken ?? '', 'base64').toString('utf8')).toMatch(/^AWS:.+/);
    expect(data?.expiresAt?.getTime()).toBeGreaterThan(Date.now());
    expect(data?.proxyEndpoint).toMatch(/^https?:\/\//);
  });

  it.each([
    ['DescribeImages', () => new DescribeImagesCommand({ repositoryName: 'not/there' })],
    ['ListImages', () => new ListImagesCommand({ repositoryName: 'not/there' })],
    ['BatchGetImage', () => new BatchGetImageCommand({ repositoryName: 'not/there', imageIds: [{ imageTag: 'a' }] })],
    ['DescribeRepositories', () => new DescribeRepositoriesCommand({ repositoryNames: ['not/there'] })],
  ])('%s of a repository that is not there says so', async (_operation, command) => {
    expect(await failureOf(bench.client().send(command() as DescribeImagesCommand))).toBe(
      'RepositoryNotFoundException',
    );
  });
}
