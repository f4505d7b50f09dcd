import type { AuthorizationData } from '@aws-sdk/client-ecr';
import type { Aws } from '../../aws/index.js';
import type { Clock } from '../../ports/index.js';
import { Secret } from '../../secret/index.js';
import type { CredentialProvider, RegistryCredential } from '../credentials/credential.js';
import { createExpiringMemo, type Expiring } from '../expiring-memo.js';
import { RegistryError } from '../registry-error.js';
import type { OnRegistryRequest } from '../request-kind.js';
import { type EcrCall, type PrivateEcr, privateCall, translateEcrError } from './ecr-failure.js';

/** What credentials from ECR are made with. */
export interface EcrCredentialOptions {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly onRequest?: OnRegistryRequest | undefined;
}

const longestMarginMs = 15 * 60_000;
const key = 'token';
const galleryCall: EcrCall = {
  action: 'ecr-public:GetAuthorizationToken (and sts:GetServiceBearerToken)',
  subject: 'the public gallery',
  resource: '*',
};

/**
 * User name and password for `docker login` and for pushing to a private registry of ECR: GetAuthorizationToken, asked for once and again
 * a quarter of an hour before the token expires. A token opens every registry of the region that the identity may use, whatever account.
 */
export function createEcrCredentials(options: EcrCredentialOptions, host: PrivateEcr): CredentialProvider {
  return tokenCredentials(options, async () => {
    options.onRequest?.({ registry: `${host.accountId}.${host.region}`, kind: 'ecr:GetAuthorizationToken' });
    try {
      const [client, sdk] = await Promise.all([options.aws.ecr(host), import('@aws-sdk/client-ecr')]);
      const { authorizationData } = await client.send(new sdk.GetAuthorizationTokenCommand({}));
      return authorizationData?.[0];
    } catch (error) {
      throw translateEcrError(error, privateCall(host, 'GetAuthorizationToken'), undefined);
    }
  });
}

/** The same for the public gallery, which may be read by anybody and lets those who sign in read more often. */
export function createEcrPublicCredentials(options: EcrCredentialOptions): CredentialProvider {
  return tokenCredentials(options, async () => {
    options.onRequest?.({ registry: 'public.ecr.aws', kind: 'ecr-public:GetAuthorizationToken' });
    try {
      const [client, sdk] = await Promise.all([options.aws.ecrPublic(), import('@aws-sdk/client-ecr-public')]);
      return (await client.send(new sdk.GetAuthorizationTokenCommand({}))).authorizationData;
    } catch (error) {
      throw translateEcrError(error, galleryCall, undefined);
    }
  });
}

function tokenCredentials(
  { clock }: EcrCredentialOptions,
  fetch: () => Promise<AuthorizationData | undefined>,
): CredentialProvider {
  const memo = createExpiringMemo<RegistryCredential>(clock);
  const load = async (): Promise<Expiring<RegistryCredential>> => {
    const { authorizationToken, expiresAt } = (await fetch()) ?? {};
    const [username, password] = splitToken(authorizationToken ?? '');
    const left = (expiresAt?.getTime() ?? 0) - clock.now();
    const value = { kind: 'basic', username, password: new Secret(password) } as const;
    return { value, expiresAt: clock.now() + left - Math.min(longestMarginMs, left / 4) };
  };
  return {
    credentials: (ask, { refresh } = {}) => memo.get(key, load, { signal: ask.signal, refresh }),
  };
}

function splitToken(token: string): readonly [username: string, password: string] {
  const [, username, password] = /^([^:]+):(.+)$/s.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (username !== undefined && password !== undefined) return [username, password];
  throw new RegistryError(
    'registry-bad-response',
    'ECR GetAuthorizationToken answered with a token in an unknown form',
  );
}
