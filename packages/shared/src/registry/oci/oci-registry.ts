import type { Clock, HttpClient, Logger, SigningRegistry } from '../../ports/index.js';
import type { CredentialProvider } from '../credentials/credential.js';
import type { FactCache } from '../facts/digest-facts.js';
import { createSourceRegistry } from '../facts/source-registry.js';
import type { ImageSource } from '../image-source.js';
import { createLimiter } from '../limiter.js';
import type { OnRegistryRequest } from '../request-kind.js';
import { createOciConnection } from './oci-connection.js';
import { createOciSource } from './oci-source.js';
import type { OnRegistryAllowance } from './pull-allowance.js';

/** What a registry client works with. */
export interface OciRegistryDependencies {
  readonly http: HttpClient;
  readonly credentials: CredentialProvider;
  readonly clock: Clock;
  readonly log: Logger;
  readonly cache: FactCache;
  readonly onRequest?: OnRegistryRequest | undefined;
  readonly onAllowance?: OnRegistryAllowance | undefined;
}

/** How one registry is asked. */
export interface OciRegistryOptions {
  /** Name for messages and counters: its host, as a rule. */
  readonly name: string;
  /** `https://registry-1.docker.io`. */
  readonly url: string;
  /** Requests at once, whoever asks. Default 64. */
  readonly concurrency?: number | undefined;
  /** Requests a second, whoever asks; unlimited where absent. */
  readonly perSecond?: number | undefined;
  /** Tags asked for in one request. Default 1,000. */
  readonly pageSize?: number | undefined;
  /** A repository with more tags is an error. Default 100,000. */
  readonly maxTags?: number | undefined;
}

/** A registry that speaks the OCI distribution API: Docker Hub, GHCR, Harbor, a plain registry, ECR by its own `/v2/`. */
export function createOciRegistry(dependencies: OciRegistryDependencies, options: OciRegistryOptions): SigningRegistry {
  const concurrency = options.concurrency ?? ociConcurrency;
  return createSourceRegistry(createOciImageSource(dependencies, options), { ...dependencies, concurrency });
}

/** Requests to one registry at once, where nobody says otherwise. */
export const defaultConcurrency = 32;

/** The same for the distribution API, where each image that is looked at takes several. */
export const ociConcurrency = 64;

/** The {@link ImageSource} of {@link createOciRegistry}. */
export function createOciImageSource(dependencies: OciRegistryDependencies, options: OciRegistryOptions): ImageSource {
  const { concurrency = ociConcurrency, perSecond, pageSize = 1_000, maxTags = 100_000 } = options;
  const connection = createOciConnection({
    ...dependencies,
    limiter: createLimiter(dependencies.clock, { concurrency, perSecond }),
    registry: options.name,
    url: options.url,
  });
  return createOciSource({ connection, concurrency, pageSize, maxTags });
}
