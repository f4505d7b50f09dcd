import type { BatchGetImageCommandOutput, ECRClient, ImageIdentifier } from '@aws-sdk/client-ecr';
import type { Aws } from '../../aws/index.js';
import { acceptedManifestTypes } from '../format/media-types.js';
import type { Limiter } from '../limiter.js';
import type { OnRegistryRequest } from '../request-kind.js';
import { type PrivateEcr, privateCall, translateEcrError } from './ecr-failure.js';
import type { ImagePage } from './image-page.js';
import { createListingCalls, type ListingCalls } from './listing-calls.js';

/** The calls to ECR that are made, each counted, limited, and with errors in our words. */
export interface EcrClient {
  /** A page of tags with their digests. */
  listImages(repository: string, nextToken: string | undefined, signal?: AbortSignal): Promise<ImagePage>;
  /** A page of tags with their digests and push times: four times as many bytes. */
  describeImages(repository: string, page: DescribePage, signal?: AbortSignal): Promise<ImagePage>;
  batchGetImage(repository: string, ids: readonly ImageIdentifier[]): Promise<BatchGetImageCommandOutput>;
  /** A signed address, good for an hour. */
  downloadUrl(repository: string, digest: string, signal?: AbortSignal): Promise<string | undefined>;
}

/** A page of the tagged images, or these images. */
export type DescribePage =
  | { readonly kind: 'tagged'; readonly nextToken: string | undefined }
  | { readonly kind: 'these'; readonly tags: readonly string[] };

/** What {@link createEcrClient} works with. */
export interface EcrClientOptions {
  readonly aws: Aws;
  readonly host: PrivateEcr;
  /** Name for counters. */
  readonly registry: string;
  readonly limiter: Limiter;
  readonly onRequest?: OnRegistryRequest | undefined;
}

/** The most that ECR gives in one page. */
const pageSize = 1_000;

type Sdk = typeof import('@aws-sdk/client-ecr');
type Operation = 'ListImages' | 'DescribeImages' | 'BatchGetImage' | 'GetDownloadUrlForLayer';

/** An {@link EcrClient} for one registry, in whatever account the host names. */
export function createEcrClient({ aws, host, registry, limiter, onRequest }: EcrClientOptions): EcrClient {
  let library: Promise<Sdk> | undefined;
  const call = async <Output>(
    { operation, repository, signal }: { operation: Operation; repository: string; signal?: AbortSignal | undefined },
    send: (client: ECRClient, sdk: Sdk) => Promise<Output>,
  ): Promise<Output> => {
    try {
      // Each further import of a module that is loaded goes through Node's loader all the same.
      library ??= import('@aws-sdk/client-ecr');
      const [client, sdk] = await Promise.all([aws.ecr(host), library]);
      return await limiter.run(() => {
        onRequest?.({ registry, kind: `ecr:${operation}` });
        return send(client, sdk);
      }, signal);
    } catch (error) {
      throw translateEcrError(error, privateCall(host, operation, repository), signal);
    }
  };
  let listing: ListingCalls | undefined;
  const registryId = host.accountId;
  const options = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { abortSignal: signal });

  const taggedPage = (nextToken: string | undefined) =>
    ({ maxResults: pageSize, nextToken, filter: { tagStatus: 'TAGGED' } }) as const;
  return {
    listImages(repositoryName, nextToken, signal) {
      return call({ operation: 'ListImages', repository: repositoryName, signal }, (client, sdk) => {
        listing ??= createListingCalls(client, sdk);
        return listing.ListImages({ registryId, repositoryName, ...taggedPage(nextToken) }, signal);
      });
    },
    describeImages(repositoryName, page, signal) {
      const which =
        page.kind === 'these' ? { imageIds: page.tags.map((imageTag) => ({ imageTag })) } : taggedPage(page.nextToken);
      return call({ operation: 'DescribeImages', repository: repositoryName, signal }, (client, sdk) => {
        listing ??= createListingCalls(client, sdk);
        return listing.DescribeImages({ registryId, repositoryName, ...which }, signal);
      });
    },
    batchGetImage(repositoryName, imageIds) {
      const input = {
        registryId,
        repositoryName,
        imageIds: [...imageIds],
        acceptedMediaTypes: [...acceptedManifestTypes],
      };
      return call({ operation: 'BatchGetImage', repository: repositoryName }, (client, sdk) =>
        client.send(new sdk.BatchGetImageCommand(input)),
      );
    },
    async downloadUrl(repositoryName, layerDigest, signal) {
      const input = { registryId, repositoryName, layerDigest };
      const output = await call(
        { operation: 'GetDownloadUrlForLayer', repository: repositoryName, signal },
        (client, sdk) => client.send(new sdk.GetDownloadUrlForLayerCommand(input), options(signal)),
      );
      return output.downloadUrl;
    },
  };
}
