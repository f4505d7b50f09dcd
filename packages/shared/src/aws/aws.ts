import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECRPUBLICClient } from '@aws-sdk/client-ecr-public';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { type AgentPool, createAgentPool } from '../http/index.js';
import type { Clock } from '../ports/index.js';
import { describeAwsFailure } from './aws-failure.js';
import { type AwsCredentialProvider, type AwsIdentity, toCredentialProvider } from './aws-identity.js';
import { type AwsRequestHandler, createRequestHandler } from './request-handler.js';

/** The services that are asked. */
export type AwsService = 'ecr' | 'ecrPublic' | 'secretsManager' | 'ssm' | 'sts';

/** How AWS is asked. */
export interface AwsOptions {
  /** Default: whatever the SDK's chain finds. */
  readonly identity?: AwsIdentity | undefined;
  /** Where nothing else names one: an ECR host has its own. The SDK's own sources (`AWS_REGION`, shared files) where absent. */
  readonly region?: string | undefined;
  /** Addresses instead of Amazon's. Where absent the SDK honours `AWS_ENDPOINT_URL_ECR` and its like by itself. */
  readonly endpoints?: Readonly<Partial<Record<AwsService, string>>> | undefined;
  /** Endpoints by the rules of FIPS 140, where a registry's host does not say so already. */
  readonly fips?: boolean | undefined;
  /** Endpoints that speak IPv6 too. */
  readonly dualStack?: boolean | undefined;
  /** Requests of one call, the first included. Default 4. This is the one layer that retries calls to AWS. */
  readonly maxAttempts?: number | undefined;
}

/** What {@link createAws} works with. */
export interface AwsDependencies {
  readonly clock: Clock;
  /** Connections to share with others; own ones where absent. */
  readonly agents?: AgentPool | undefined;
}

/** Where a service is asked. */
export interface AwsPlace {
  readonly region?: string | undefined;
  readonly fips?: boolean | undefined;
  readonly dualStack?: boolean | undefined;
}

/** What the clients of one identity have in common. */
export interface AwsClientSettings {
  readonly credentials: AwsCredentialProvider;
  readonly requestHandler: AwsRequestHandler;
  readonly maxAttempts: number;
  readonly customUserAgent: string;
  readonly region?: string;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
}

/** The clients of AWS services under one identity. Each SDK is loaded when its first client is wanted, each client made once. */
export interface Aws {
  ecr(place: AwsPlace): Promise<ECRClient>;
  /** Always in us-east-1, where its API is. */
  ecrPublic(): Promise<ECRPUBLICClient>;
  secretsManager(place?: AwsPlace): Promise<SecretsManagerClient>;
  ssm(place?: AwsPlace): Promise<SSMClient>;
  /** What to make the client of another service with. Its SDK honours its own `AWS_ENDPOINT_URL_…`. */
  settings(place?: AwsPlace): Promise<AwsClientSettings>;
  /** Whether the identity has credentials. “No” is asked again after a minute; what goes wrong on the way is thrown. */
  hasCredentials(): Promise<boolean>;
}

const askAgainMs = 60_000;
const galleryRegion = 'us-east-1';

/** {@link Aws} for an identity. */
export function createAws({ clock, agents = createAgentPool({}) }: AwsDependencies, options: AwsOptions = {}): Aws {
  const provider = lazily(async () => {
    const requestHandler = await createRequestHandler(agents);
    const endpoint = options.endpoints?.sts;
    const sts = { ...optional('region', options.region), ...optional('endpoint', endpoint), requestHandler };
    return toCredentialProvider(options.identity ?? { kind: 'default' }, sts);
  });
  const settings = async ({ region = options.region, fips, dualStack }: AwsPlace): Promise<AwsClientSettings> => ({
    credentials: await provider(),
    requestHandler: await createRequestHandler(agents),
    maxAttempts: options.maxAttempts ?? 4,
    customUserAgent: 'towline',
    ...optional('region', region),
    ...flag('useFipsEndpoint', fips ?? options.fips),
    ...flag('useDualstackEndpoint', dualStack ?? options.dualStack),
  });
  const configure = async (service: AwsService, place: AwsPlace) => {
    const endpoint = options.endpoints?.[service];
    if (endpoint === undefined) return settings(place);
    // The SDK refuses an address of our own together with a variant of Amazon's.
    const { useFipsEndpoint: _fips, useDualstackEndpoint: _dualStack, ...rest } = await settings(place);
    return { ...rest, endpoint };
  };
  return {
    ecr: perPlace(async (place) => {
      const { ECRClient } = await import('@aws-sdk/client-ecr');
      const client = new ECRClient(await configure('ecr', place));
      // It goes through every field of every answer, to log them to nobody.
      client.middlewareStack.remove('loggerMiddleware');
      return client;
    }),
    ecrPublic: lazily(async () => {
      const { ECRPUBLICClient } = await import('@aws-sdk/client-ecr-public');
      return new ECRPUBLICClient(await configure('ecrPublic', { region: galleryRegion }));
    }),
    secretsManager: perPlace(async (place) => {
      const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
      return new SecretsManagerClient(await configure('secretsManager', place));
    }),
    ssm: perPlace(async (place) => {
      const { SSMClient } = await import('@aws-sdk/client-ssm');
      return new SSMClient(await configure('ssm', place));
    }),
    settings: (place = {}) => settings(place),
    hasCredentials: createCredentialCheck(clock, provider),
  };
}

function createCredentialCheck(clock: Clock, provider: () => Promise<AwsCredentialProvider>) {
  let asked: { readonly answer: Promise<boolean>; readonly at: number } | undefined;
  const look = async (): Promise<boolean> => {
    try {
      await (await provider())();
      asked = { answer: Promise.resolve(true), at: Number.POSITIVE_INFINITY };
      return true;
    } catch (error) {
      if (describeAwsFailure(error).kind === 'no-credentials') return false;
      asked = undefined;
      throw error;
    }
  };
  return (): Promise<boolean> => {
    if (asked === undefined || clock.now() - asked.at > askAgainMs) asked = { answer: look(), at: clock.now() };
    return asked.answer;
  };
}

/** Made by the first call, and by the next one where that failed. */
function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

function perPlace<Client>(make: (place: AwsPlace) => Promise<Client>): (place?: AwsPlace) => Promise<Client> {
  const makers = new Map<string, () => Promise<Client>>();
  return (place = {}) => {
    const key = JSON.stringify([place.region, place.fips, place.dualStack]);
    const known = makers.get(key) ?? lazily(() => make(place));
    makers.set(key, known);
    return known();
  };
}

function flag<Name extends string>(name: Name, value: boolean | undefined): { readonly [Key in Name]?: boolean } {
  return optional(name, value === true ? true : undefined);
}

/** A property, or none: the SDK takes an undefined setting for one that was made. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
}
