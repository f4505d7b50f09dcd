import type { PipelineInput } from '@towline/jenkins-bridge';

const registry = { kind: 'ecr', account: '123456789012', region: 'eu-west-1' } as const;
const unit = { kind: 'agent', name: 'Unit', run: 'test-unit', junit: 'reports/*.xml' } as const;

/** The pipelines whose behaviour is described. */
export const pipelines = {
  simplest: {
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: { registry },
  },
  'of two images': {
    images: [{ name: 'shop/cart' }, { name: 'shop/pay', context: 'pay' }],
    tests: [unit, { kind: 'built-image', name: 'Smoke', image: 'shop/pay', run: 'test-smoke' }],
    scans: [{ kind: 'command', name: 'Scan', run: 'scan-image' }],
    publication: { registry },
  },
  gated: {
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: { registry, when: [{ branch: 'main' }], approval: { message: 'Push?' } },
    after: [{ kind: 'notify-updater', url: 'https://updater.example.com', tokenCredentialsId: 'updater' }],
  },
  'of two platforms': {
    images: [
      {
        name: 'shop/cart',
        platforms: {
          kind: 'apart',
          legs: [
            { platform: 'linux/amd64', agent: { kind: 'label', label: 'amd64' } },
            { platform: 'linux/arm64', agent: { kind: 'label', label: 'arm64' } },
          ],
        },
      },
    ],
    tests: [unit],
    publication: { registry },
  },
  'of parts in pods': {
    images: [
      {
        name: 'shop/cart',
        platforms: {
          kind: 'apart',
          legs: [
            {
              platform: 'linux/amd64',
              agent: { kind: 'kubernetes', pod: { kind: 'yaml', yaml: 'kind: Pod # amd64' } },
            },
            {
              platform: 'linux/arm64',
              agent: { kind: 'kubernetes', pod: { kind: 'yaml', yaml: 'kind: Pod # arm64' } },
            },
          ],
        },
      },
    ],
    tests: [{ kind: 'built-image', name: 'Smoke', run: 'test-smoke' }],
    publication: { registry },
  },
  'in a pod': {
    agent: { kind: 'kubernetes', pod: { kind: 'yaml', yaml: 'kind: Pod' } },
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: { registry, approval: { message: 'Push?' } },
  },
  immutable: {
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: { registry, mutability: { kind: 'immutable' } },
  },
  'with other means': {
    builder: { kind: 'buildah' },
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: {
      registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1', auth: { kind: 'aws-cli' } },
      ensureRepository: {},
    },
  },
} as const satisfies Readonly<Record<string, PipelineInput>>;

/** The name of one of {@link pipelines}. */
export type PipelineName = keyof typeof pipelines;
