export {
  type Aws,
  type AwsClientSettings,
  type AwsDependencies,
  type AwsOptions,
  type AwsPlace,
  type AwsService,
  createAws,
} from './aws.js';
export { type AwsFailure, describeAwsFailure } from './aws-failure.js';
export type { AwsIdentity } from './aws-identity.js';
export { createSecretsManagerResolver, createSsmResolver } from './secret-resolvers.js';
