import type { ECRClientConfig } from '@aws-sdk/client-ecr';
import type { Secret } from '../secret/index.js';

/** What gives an SDK its credentials, and renews them. */
export type AwsCredentialProvider = Extract<NonNullable<ECRClientConfig['credentials']>, () => unknown>;

/** As whom AWS is asked. */
export type AwsIdentity =
  /**
   * Whatever the SDK finds, in its order: the environment, shared files and SSO, a web identity token (IRSA), the container's endpoint
   * (EKS Pod Identity, ECS), the instance's metadata.
   */
  | { readonly kind: 'default' }
  | {
      readonly kind: 'static';
      readonly accessKeyId: string;
      readonly secretAccessKey: Secret;
      readonly sessionToken?: Secret | undefined;
    }
  /** A role for a token in a file, where it is not the environment that says so. */
  | {
      readonly kind: 'web-identity';
      readonly roleArn: string;
      readonly tokenFile: string;
      readonly sessionName?: string | undefined;
    }
  /** A role, in this account or another, assumed as `base` (the default identity where absent). */
  | {
      readonly kind: 'assume-role';
      readonly roleArn: string;
      readonly externalId?: string | undefined;
      readonly sessionName?: string | undefined;
      readonly durationSeconds?: number | undefined;
      readonly base?: AwsIdentity | undefined;
    };

/** The settings of an STS client, as the credential library takes them. */
export interface StsSettings {
  readonly region?: string;
  readonly endpoint?: string;
  readonly requestHandler?: object;
}

const sessionName = 'towline';

/** The SDK's provider for an identity. The library behind it is loaded now, credentials are had when it is called. */
export async function toCredentialProvider(identity: AwsIdentity, sts: StsSettings): Promise<AwsCredentialProvider> {
  if (identity.kind === 'static') return staticProvider(identity);
  const providers = await import('@aws-sdk/credential-providers');
  const clientConfig = { ...sts };
  switch (identity.kind) {
    case 'default':
      return providers.fromNodeProviderChain({ clientConfig });
    case 'web-identity':
      return providers.fromTokenFile({
        roleArn: identity.roleArn,
        webIdentityTokenFile: identity.tokenFile,
        roleSessionName: identity.sessionName ?? sessionName,
        clientConfig,
      });
    case 'assume-role':
      return providers.fromTemporaryCredentials({
        masterCredentials: await toCredentialProvider(identity.base ?? { kind: 'default' }, sts),
        params: {
          RoleArn: identity.roleArn,
          RoleSessionName: identity.sessionName ?? sessionName,
          ...(identity.externalId === undefined ? {} : { ExternalId: identity.externalId }),
          ...(identity.durationSeconds === undefined ? {} : { DurationSeconds: identity.durationSeconds }),
        },
        clientConfig,
      });
  }
}

function staticProvider(identity: Extract<AwsIdentity, { kind: 'static' }>): AwsCredentialProvider {
  const { accessKeyId, secretAccessKey, sessionToken } = identity;
  return async () => ({
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
  });
}
