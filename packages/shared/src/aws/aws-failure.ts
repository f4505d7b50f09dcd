import { errorMessage } from '../errors/index.js';

/** What an AWS SDK threw, as far as it decides what to do next. */
export interface AwsFailure {
  readonly kind:
    | 'no-credentials'
    /** The credentials are wrong, expired or signed by a wrong clock. */
    | 'identity'
    /** The identity is known and may not do this. */
    | 'denied'
    /** Also after the SDK's own repetitions. */
    | 'throttled'
    | 'unreachable'
    | 'aborted'
    | 'other';
  /** AWS's own name of it: `AccessDeniedException`, `RepositoryNotFoundException`. */
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

const names: Readonly<Record<Exclude<AwsFailure['kind'], 'other'>, ReadonlySet<string>>> = {
  'no-credentials': new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']),
  identity: new Set([
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidClientTokenId',
    'InvalidIdentityToken',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ]),
  denied: new Set(['AccessDenied', 'AccessDeniedException', 'NotAuthorized', 'OptInRequired', 'UnauthorizedException']),
  throttled: new Set([
    'RequestLimitExceeded',
    'SlowDown',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
  ]),
  unreachable: new Set(['TimeoutError', 'ServerException', 'InternalServerError', 'ServiceUnavailable']),
  aborted: new Set(['AbortError']),
};

const kinds = ['no-credentials', 'identity', 'denied', 'throttled', 'unreachable', 'aborted'] as const;
const networkCode = /^(E[A-Z]+|ERR_TLS_.*|CERT_.*|UNABLE_TO_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*)$/;

/** Sorts what an AWS SDK threw. */
export function describeAwsFailure(error: unknown): AwsFailure {
  const name = textOf(error, 'name') ?? 'Error';
  const status = statusOf(error);
  const kind = kinds.find((one) => names[one].has(name)) ?? kindByCircumstance(error, status);
  return { kind, name, message: errorMessage(error) || (textOf(error, 'code') ?? name), status };
}

function kindByCircumstance(error: unknown, status: number | undefined): AwsFailure['kind'] {
  if (status === 429) return 'throttled';
  if ((status ?? 0) >= 500 || networkCode.test(textOf(error, 'code') ?? '')) return 'unreachable';
  return 'other';
}

function textOf(error: unknown, key: 'name' | 'code'): string | undefined {
  if (typeof error !== 'object' || error === null || !(key in error)) return undefined;
  const value = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
