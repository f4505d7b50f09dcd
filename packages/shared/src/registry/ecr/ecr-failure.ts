import { describeAwsFailure } from '../../aws/index.js';
import type { EcrHost } from '../../image/index.js';
import { RegistryError, type RegistryErrorCode } from '../registry-error.js';

/** A private registry of ECR. */
export type PrivateEcr = Extract<EcrHost, { kind: 'private' }>;

/** A call that failed, for the message and the hint. */
export interface EcrCall {
  /** As IAM calls it: `ecr:DescribeImages`. */
  readonly action: string;
  /** What it was about, for people. */
  readonly subject: string;
  /** ARN of what it was about, or `*`. */
  readonly resource: string;
}

/** A call to a private registry, about one of its repositories or about all of it. */
export function privateCall(host: PrivateEcr, operation: string, repository?: string): EcrCall {
  const { partition, region, accountId } = host;
  const action = `ecr:${operation}`;
  const registry = `account ${accountId} in ${region}`;
  if (repository === undefined) return { action, subject: registry, resource: '*' };
  const resource = `arn:${partition}:ecr:${region}:${accountId}:repository/${repository}`;
  return { action, subject: `${repository} of ${registry}`, resource };
}

/** The error for what the ECR client threw. The caller's own abort is thrown on as its reason. */
export function translateEcrError(error: unknown, call: EcrCall, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  const failure = describeAwsFailure(error);
  const code = failure.name === 'RepositoryNotFoundException' ? 'registry-repository-not-found' : codes[failure.kind];
  return new RegistryError(code, `${call.action} for ${call.subject} failed: ${failure.name} ${failure.message}`, {
    status: failure.status,
    serverCode: failure.name,
    hint: hintFor(code, call),
    cause: error,
  });
}

const codes: Readonly<Record<ReturnType<typeof describeAwsFailure>['kind'], RegistryErrorCode>> = {
  'no-credentials': 'registry-credentials',
  identity: 'registry-unauthorized',
  denied: 'registry-forbidden',
  throttled: 'registry-rate-limited',
  unreachable: 'registry-unavailable',
  aborted: 'registry-unavailable',
  other: 'registry-bad-response',
};

function hintFor(code: RegistryErrorCode, { action, subject, resource }: EcrCall): string | undefined {
  switch (code) {
    case 'registry-forbidden':
      return `Allow ${action} on ${resource}, in the identity's policy and, across accounts, in the repository's too.`;
    case 'registry-unauthorized':
      return 'AWS does not accept the credentials: they may be expired, of another partition, or signed by a clock that is off.';
    case 'registry-credentials':
      return 'No AWS credentials were found: in a cluster give the service account a role (IRSA or Pod Identity).';
    case 'registry-rate-limited':
      return 'Poll less often, or ask AWS for a higher rate of this operation.';
    case 'registry-repository-not-found':
      return `Check the spelling, and that it is in ${subject.split(' of ').at(-1)}.`;
    default:
      return undefined;
  }
}
