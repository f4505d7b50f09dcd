import { errorCode, errorMessage } from '../../errors/index.js';
import type { Logger } from '../../ports/index.js';
import type { ImageSource } from '../image-source.js';
import type { RegistryErrorCode } from '../registry-error.js';
import type { RegistryEntry } from './registries-conf.js';

const refusals: ReadonlySet<string | undefined> = new Set<RegistryErrorCode>([
  'registry-forbidden',
  'registry-unauthorized',
  'registry-credentials',
]);

/** Both ways to one registry of ECR. */
export interface EcrWays {
  readonly ecr: ImageSource;
  /** The address of registries.conf. */
  readonly oci: ImageSource;
  readonly entry: RegistryEntry;
  readonly log: Logger;
}

/**
 * Listings by ECR's API, manifests and blobs from the configured address. AWS credentials that are found by chance (a node's role) may not be
 * allowed to list; where registries.conf has credentials of its own and nobody insists on `api: ecr`, the address then serves listings too.
 */
export function listedByEcr({ ecr, oci, entry, log }: EcrWays): ImageSource {
  const mayFallBack = entry.credentials !== '' && entry.api !== 'ecr';
  let listing = ecr;
  const withListing = async <Answer>(ask: (source: ImageSource) => Promise<Answer>): Promise<Answer> => {
    const source = listing;
    try {
      return await ask(source);
    } catch (error) {
      if (!mayFallBack || source === oci || !refusals.has(errorCode(error))) throw error;
      if (listing === ecr) {
        log.warn(
          { registry: entry.name, reason: errorMessage(error) },
          'ECR refuses our AWS identity, so the registry is listed with the credentials of registries.conf',
        );
      }
      listing = oci;
      return ask(oci);
    }
  };
  return {
    list: (ask, options) => withListing((source) => source.list(ask, options)),
    digests: (ask, tags) => withListing((source) => source.digests(ask, tags)),
    manifest: (ask, reference) => oci.manifest(ask, reference),
    blob: (ask, digest) => oci.blob(ask, digest),
  };
}
