import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  type ImageDetail,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, it } from '@jest/globals';
import { type BuiltImage, buildImage, type Content, type ImageRecipe } from '@towline/test-kit/registry';

/** What an implementation of the ECR API cannot do; the suite asserts that it indeed cannot. */
export type EcrGap = 'paging' | 'downloads' | 'untagged' | 'digest-check' | 'immutability-error' | 'token';

/** An implementation of the ECR API to hold against the contract. */
export interface EcrTarget {
  readonly url: string;
  stop(): Promise<void>;
}

/** The client of a suite, with the steps that its rows are made of. */
export interface EcrBench {
  readonly client: () => ECRClient;
  readonly url: () => string;
  /** A row that the implementation keeps; where it is known not to, a row that says that it still does not. */
  rule(gap: EcrGap, title: string, body: () => Promise<void>): void;
  /** Makes a repository and gives its name. */
  create(repositoryName: string, settings?: object): Promise<string>;
  pushLayers(repositoryName: string, image: BuiltImage): Promise<void>;
  /** Pushes an image by the ECR API alone and gives what the tag names. */
  push(repositoryName: string, imageTag: string, recipe?: ImageRecipe): Promise<Content>;
  describeAll(repositoryName: string): Promise<readonly ImageDetail[]>;
}

/** Starts the implementation before the rows of the group that calls this, and stops it after them. */
export function ecrBench(start: () => Promise<EcrTarget>, gaps: readonly EcrGap[]): EcrBench {
  let target: EcrTarget | undefined;
  let ecr: ECRClient | undefined;
  beforeAll(async () => {
    target = await start();
    const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    ecr = new ECRClient({ endpoint: target.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    ecr?.destroy();
    await target?.stop();
  });
  const started = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('the implementation was not started');
    return value;
  };
  const client = () => started(ecr);
  const pushLayers = async (repositoryName: string, { blobs }: BuiltImage) => {
    for (const blob of blobs) await pushLayer(client(), repositoryName, blob);
  };
  return {
    client,
    url: () => started(target).url,
    rule(gap, title, body) {
      if (gaps.includes(gap)) it(`does not keep (${gap}): ${title}`, () => expectFailure(body));
      else it(title, body);
    },
    async create(repositoryName, settings = {}) {
      await client().send(new CreateRepositoryCommand({ repositoryName, ...settings }));
      return repositoryName;
    },
    pushLayers,
    async push(repositoryName, imageTag, recipe = {}) {
      const image = buildImage(recipe);
      await pushLayers(repositoryName, image);
      for (const child of image.children) await putImage(client(), { repositoryName, content: child });
      await putImage(client(), { repositoryName, content: image.root, imageTag });
      return image.root;
    },
    async describeAll(repositoryName) {
      return (await client().send(new DescribeImagesCommand({ repositoryName }))).imageDetails ?? [];
    },
  };
}

/** The name of the error that a call ends in. */
export function failureOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: Error) => error.name,
  );
}

async function expectFailure(body: () => Promise<void>): Promise<void> {
  const kept = await body().then(
    () => true,
    () => false,
  );
  if (kept) throw new Error('this is kept now: take it from the list of gaps');
}

async function pushLayer(ecr: ECRClient, repositoryName: string, { digest, bytes }: Content): Promise<void> {
  const layerDigests = [digest];
  const check = await ecr.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }));
  if (check.layers?.[0]?.layerAvailability === 'AVAILABLE') return;
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  const part = { partFirstByte: 0, partLastByte: bytes.length - 1, layerPartBlob: bytes };
  await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
  await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
}

interface Put {
  readonly repositoryName: string;
  readonly content: Content;
  readonly imageTag?: string;
}

async function putImage(ecr: ECRClient, { repositoryName, content, imageTag }: Put): Promise<void> {
  const imageManifest = content.bytes.toString('utf8');
  const put = { imageManifest, imageDigest: content.digest, imageManifestMediaType: content.mediaType };
  await ecr.send(new PutImageCommand({ repositoryName, ...put, ...(imageTag === undefined ? {} : { imageTag }) }));
}
