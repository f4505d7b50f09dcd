import type { Aws } from '../../aws/index.js';
import type { Clock, HttpClient, Logger, SigningRegistry } from '../../ports/index.js';
import type { FactCache } from '../facts/digest-facts.js';
import { createSourceRegistry } from '../facts/source-registry.js';
import type { ImageSource } from '../image-source.js';
import { createLimiter } from '../limiter.js';
import { defaultConcurrency } from '../oci/oci-registry.js';
import type { OnRegistryRequest } from '../request-kind.js';
import { createEcrClient } from './ecr-client.js';
import type { PrivateEcr } from './ecr-failure.js';
import { createEcrSource } from './ecr-source.js';

/** What an ECR client works with. */
export interface EcrRegistryDependencies {
  readonly aws: Aws;
  /** For the signed addresses of config blobs. */
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly cache: FactCache;
  readonly onRequest?: OnRegistryRequest | undefined;
}

/** Which registry of ECR, and how it is asked. */
export interface EcrRegistryOptions {
  /** Its host, for messages and counters. */
  readonly name: string;
  readonly host: PrivateEcr;
  /** Calls at once, whoever asks. Default 32. */
  readonly concurrency?: number | undefined;
  /** Calls a second, whoever asks; unlimited where absent. */
  readonly perSecond?: number | undefined;
  /** A repository with more tags is an error. Default 100,000. */
  readonly maxTags?: number | undefined;
  /** Whether push times are wanted where no policy needs them. Default: yes. */
  readonly pushTimes?: boolean | undefined;
}

/** A private registry of ECR by its own API: one call for 1,000 images with their digests and push times. */
export function createEcrRegistry(dependencies: EcrRegistryDependencies, options: EcrRegistryOptions): SigningRegistry {
  const { concurrency = defaultConcurrency, pushTimes } = options;
  return createSourceRegistry(createEcrImageSource(dependencies, options), { ...dependencies, concurrency, pushTimes });
}

/** The {@link ImageSource} of {@link createEcrRegistry}. */
export function createEcrImageSource(dependencies: EcrRegistryDependencies, options: EcrRegistryOptions): ImageSource {
  const { aws, http, clock, onRequest } = dependencies;
  const { host, name, concurrency = defaultConcurrency, perSecond, maxTags = 100_000 } = options;
  const limiter = createLimiter(clock, { concurrency, perSecond });
  const client = createEcrClient({ aws, host, registry: name, limiter, onRequest });
  return createEcrSource({ client, http, maxTags });
}
