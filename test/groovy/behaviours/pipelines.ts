import type { PipelineInput } from '@towline/jenkins-bridge';

const registry = { kind: 'ecr', account: '123456789012', region: 'eu-west-1' } as const;
const unit = { kind: 'agent', name: 'Unit', run: 'test-unit', junit: 'reports/*.xml' } as const;

const hub = {
  kind: 'docker-hub',
  namespace: 'shop',
  auth: { kind: 'credential', credentialsId: 'hub' },
} as const;
const together: PipelineInput['images'][number] = {
  name: 'cart',
  platforms: { kind: 'together', of: ['linux/amd64', 'linux/arm64'] },
};

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
  'by podman': {
    builder: { kind: 'podman' },
    images: [{ name: 'cart' }],
    tests: [unit, { kind: 'built-image', name: 'Smoke', run: 'test-smoke' }],
    publication: { registry: hub },
  },
  'by podman of two platforms': {
    builder: { kind: 'podman' },
    images: [together],
    tests: [unit],
    publication: { registry: hub, mutability: { kind: 'immutable', except: ['latest'] } },
  },
  'by buildx of two platforms': {
    builder: { kind: 'buildx' },
    images: [{ ...together, cache: { kind: 'registry', reference: 'registry.example.com/cache:cart' } }],
    tests: [unit],
    publication: { registry },
  },
  'by towline': {
    builder: { kind: 'towline' },
    images: [{ name: 'cart' }],
    tests: [unit],
    publication: {
      registry: {
        kind: 'oci',
        url: 'https://registry.example.com',
        auth: { kind: 'credential', credentialsId: 'registry' },
      },
      mutability: { kind: 'immutable', except: ['lat*'] },
    },
  },
  'of a role': {
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: { registry: { ...registry, auth: { kind: 'with-aws', role: 'push' } } },
  },
  'of the agent': {
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: { registry: { ...registry, auth: { kind: 'credential-helper' } } },
  },
  'with gated tags': {
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: {
      registry,
      tags: ['{sha}', { template: 'qa', when: [{ branch: 'qa' }] }, 'latest'],
      when: [{ branch: 'main' }, { branch: 'qa' }, { tag: 'v*' }],
    },
  },
  'with all that follows': {
    images: [{ name: 'shop/cart' }],
    tests: [unit],
    publication: { registry },
    after: [
      { kind: 'notify-updater', url: 'https://updater.example.com', tokenCredentialsId: 'updater' },
      { kind: 'wait-for-rollout', application: 'cart', url: 'https://updater.example.com', timeout: '30s' },
      { kind: 'retag', tags: ['stable'] },
      { kind: 'copy', to: { ...registry, region: 'us-east-1', auth: { kind: 'aws-cli' } }, tags: ['{sha}'] },
      { kind: 'command', name: 'Migrate', run: 'deploy-database', approval: { message: 'Migrate?' } },
      { kind: 'job', job: 'shop/smoke' },
    ],
    notifications: [
      { kind: 'slack', channel: '#shop', on: ['always'] },
      { kind: 'mail', to: ['shop@example.com'], on: ['failure', 'aborted'] },
      { kind: 'webhook', url: 'https://hooks.example.com', on: ['success', 'fixed'] },
    ],
  },
} as const satisfies Readonly<Record<string, PipelineInput>>;

/** The name of one of {@link pipelines}. */
export type PipelineName = keyof typeof pipelines;
