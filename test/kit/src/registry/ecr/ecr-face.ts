import { type JsonService, operation } from '../../aws/json-protocol.js';
import { type EcrContext, inEcrWords } from './ecr-context.js';
import { imageOperations } from './images.js';
import { layerOperations } from './layers.js';
import { repositoryOperations } from './repositories.js';
import { ecrSchemas } from './schema.js';

/** The ECR API on a registry's state. */
export function createEcrFace(context: EcrContext): JsonService {
  const operations = {
    ...repositoryOperations(context),
    ...imageOperations(context),
    ...layerOperations(context),
    GetAuthorizationToken: operation(ecrSchemas.anything, () => {
      const { password, expiresAt } = context.issueToken();
      const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
      return {
        authorizationData: [
          { authorizationToken, expiresAt: expiresAt / 1000, proxyEndpoint: context.proxyEndpoint() },
        ],
      };
    }),
    DescribeRegistry: operation(ecrSchemas.anything, () => ({
      registryId: context.accountId,
      replicationConfiguration: { rules: [] },
    })),
  };
  return {
    target: 'AmazonEC2ContainerRegistry_V20150921',
    version: '1.1',
    operations: Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, inEcrWords(context, run)])),
  };
}
