import type { DemoOptions } from '../options.js';
import { settleAll } from './company.js';
import { type EventBus, startEventBus } from './event-bus.js';
import { type PartContext, startQueue, startRegistry } from './parts.js';

/** A registry for the demo, embedded or not. */
export interface DemoImages {
  readonly url: string;
  /** The image, without a tag. */
  readonly image: string;
  /** The registry in the words of a pipeline. */
  readonly ofPipeline: object;
  /** The registries of registries.conf. */
  readonly entries: readonly object[];
  /** What programs need in their environment to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly queueUrl: string | undefined;
  readonly bus: EventBus | undefined;
}

/** What {@link openRegistry} works with. */
export interface OpenRegistryOptions {
  readonly options: DemoOptions;
  readonly context: PartContext;
  readonly onCleanUp: (action: () => Promise<void>) => void;
  readonly onProblem: (error: unknown) => void;
}

const repository = 'shop/web';

/** Starts the embedded registry with its events, or takes the one that the options name, of which no events are known. */
export async function openRegistry(opening: OpenRegistryOptions): Promise<DemoImages> {
  const { registry } = opening.options;
  const real = { entries: [], environment: {}, queueUrl: undefined, bus: undefined };
  switch (registry.kind) {
    case 'embedded':
      return openEmbedded(opening);
    case 'ecr': {
      const { host, account, region } = registry;
      const ofPipeline = { kind: 'ecr', account, region };
      return { ...real, url: `https://${host}`, image: `${host}/${repository}`, ofPipeline };
    }
    case 'oci': {
      const { url, host } = registry;
      const ofPipeline = { kind: 'oci', url, auth: { kind: 'none' } };
      const entries = [{ name: 'given', prefix: host, api_url: url }];
      return { ...real, url, image: `${host}/${repository}`, ofPipeline, entries };
    }
  }
}

async function openEmbedded({ context, onCleanUp, onProblem }: OpenRegistryOptions): Promise<DemoImages> {
  const bus = await startEventBus(onProblem);
  onCleanUp(() => bus.stop());
  const [queue, part] = await settleAll([startQueue(context), startRegistry(context, bus.url)]);
  const queueUrl = queue.ready.queues.pushes;
  bus.deliverTo(queueUrl);
  const { url, accountId: account, region } = part.ready;
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  return {
    url,
    image: `${host}/${repository}`,
    ofPipeline: { kind: 'ecr', account, region },
    entries: [{ name: 'ECR', prefix: host, api_url: url }],
    environment: {
      AWS_ENDPOINT_URL_ECR: url,
      AWS_ENDPOINT_URL_SQS: queue.ready.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIATOWLINEDEMO00000',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    queueUrl,
    bus,
  };
}
