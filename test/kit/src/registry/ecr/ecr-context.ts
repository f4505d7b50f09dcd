import { AwsError } from '../../aws/aws-error.js';
import type { Call, Operation } from '../../aws/json-protocol.js';
import type { EcrToken } from '../access/ecr-access.js';
import type { RegistryState } from '../state/registry-state.js';
import { StateError, type StateErrorCode } from '../state/state-error.js';
import type { BlobAddress } from '../state/storage.js';

/** What the operations of ECR stand on. */
export interface EcrContext {
  readonly state: RegistryState;
  readonly accountId: string;
  readonly region: string;
  /** A new password for `docker login`. */
  readonly issueToken: () => EcrToken;
  /** The address that GetAuthorizationToken gives. */
  readonly proxyEndpoint: () => string;
  /** `host/` of repository URIs. */
  readonly host: () => string;
  /** The pre-signed address of a layer. */
  readonly locate: (address: BlobAddress) => string;
}

/** Which registry a call names; the fake serves one account. */
interface Named {
  readonly registryId?: string | undefined;
  readonly repositoryName?: string | undefined;
  readonly imageTag?: string | undefined;
}

const names: Readonly<Record<StateErrorCode, string>> = {
  'repository-unknown': 'RepositoryNotFoundException',
  'repository-exists': 'RepositoryAlreadyExistsException',
  'repository-not-empty': 'RepositoryNotEmptyException',
  'manifest-unknown': 'ImageNotFoundException',
  'manifest-invalid': 'InvalidParameterException',
  'manifest-blob-unknown': 'LayersNotFoundException',
  'tag-immutable': 'ImageTagAlreadyExistsException',
  'digest-mismatch': 'ImageDigestDoesNotMatchException',
  'blob-unknown': 'LayersNotFoundException',
};

/** Runs an operation and says the state's refusals as ECR says them. */
export function inEcrWords(context: EcrContext, operation: Operation): Operation {
  return async (input: unknown, call: Call) => {
    try {
      return await operation(input, call);
    } catch (error) {
      if (!StateError.is(error)) throw error;
      throw new AwsError(names[error.code], sentence(error, context.accountId, named(input)));
    }
  };
}

function named(input: unknown): Named {
  return typeof input === 'object' && input !== null ? input : {};
}

function sentence({ code, subject, message }: StateError, accountId: string, { repositoryName }: Named): string {
  const registry = `in the registry with id '${accountId}'`;
  const within = `the '${repositoryName}' repository`;
  switch (code) {
    case 'repository-unknown':
      return `The repository with name '${subject}' does not exist ${registry}`;
    case 'repository-exists':
      return `The repository with name '${subject}' already exists ${registry}`;
    case 'repository-not-empty':
      return `The repository with name '${subject}' ${registry} cannot be deleted because it still contains images`;
    case 'tag-immutable':
      return `The image tag '${subject}' already exists in ${within} and cannot be overwritten because the tag is immutable.`;
    case 'manifest-blob-unknown':
      return `Layers with digests '[${subject}]' required for pushing image into repository with name '${repositoryName}' ${registry} do not exist`;
    default:
      return message;
  }
}
