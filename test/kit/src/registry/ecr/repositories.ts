import { AwsError } from '../../aws/aws-error.js';
import { type Operation, operation } from '../../aws/json-protocol.js';
import type { RepositoryRecord } from '../state/repository-record.js';
import type { EcrContext } from './ecr-context.js';
import { pageOf } from './page.js';
import { ecrSchemas } from './schema.js';

/** The operations about repositories and their settings. */
export function repositoryOperations(context: EcrContext): Readonly<Record<string, Operation>> {
  const { repositories } = context.state;
  const describe = (repository: RepositoryRecord) => describeRepository(context, repository);
  return {
    CreateRepository: operation(ecrSchemas.createRepository, (input) => {
      const repository = repositories.create(input.repositoryName, {
        mutability: input.imageTagMutability ?? 'MUTABLE',
        exclusions: (input.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter),
        scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      });
      return { repository: describe(repository) };
    }),
    DescribeRepositories: operation(ecrSchemas.describeRepositories, ({ repositoryNames, ...request }) => {
      if (repositoryNames !== undefined) {
        return { repositories: repositoryNames.map((name) => describe(repositories.find(name))) };
      }
      const { page, next } = pageOf(repositories.all(), ({ name }) => name, request);
      return { repositories: page.map(describe), ...next };
    }),
    DeleteRepository: operation(ecrSchemas.deleteRepository, ({ repositoryName, force = false }) => ({
      repository: describe(repositories.remove(repositoryName, { force })),
    })),
    PutImageTagMutability: operation(ecrSchemas.putMutability, (input) => {
      const { repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters = [] } = input;
      repositories.configure(repositoryName, {
        mutability: imageTagMutability,
        exclusions: imageTagMutabilityExclusionFilters.map(({ filter }) => filter),
      });
      return { registryId: context.accountId, ...input };
    }),
    PutLifecyclePolicy: operation(ecrSchemas.putLifecyclePolicy, ({ repositoryName, lifecyclePolicyText }) => {
      repositories.configure(repositoryName, { lifecyclePolicy: lifecyclePolicyText });
      return { registryId: context.accountId, repositoryName, lifecyclePolicyText };
    }),
    GetLifecyclePolicy: operation(ecrSchemas.repository, ({ repositoryName }) => {
      const lifecyclePolicyText = repositories.find(repositoryName).settings.lifecyclePolicy;
      if (lifecyclePolicyText === undefined) throw noLifecyclePolicy(context, repositoryName);
      return { registryId: context.accountId, repositoryName, lifecyclePolicyText };
    }),
  };
}

function describeRepository({ accountId, region, host }: EcrContext, { name, createdAt, settings }: RepositoryRecord) {
  const exclusions = settings.exclusions.map((filter) => ({ filterType: 'WILDCARD', filter }));
  return {
    repositoryArn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
    registryId: accountId,
    repositoryName: name,
    repositoryUri: `${host()}/${name}`,
    createdAt: createdAt / 1000,
    imageTagMutability: settings.mutability,
    ...(exclusions.length === 0 ? {} : { imageTagMutabilityExclusionFilters: exclusions }),
    imageScanningConfiguration: { scanOnPush: settings.scanOnPush },
    encryptionConfiguration: { encryptionType: 'AES256' },
  };
}

function noLifecyclePolicy({ accountId }: EcrContext, repository: string): AwsError {
  return new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${repository}' in the registry with id '${accountId}'`,
  );
}
