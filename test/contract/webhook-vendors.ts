import { createHmac } from 'node:crypto';

/** A request as a vendor sends it. */
export interface SentWebhook {
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one vendor sends news of a push. */
export interface SendingVendor {
  readonly type: string;
  /** What the events are, as `registry/name:tag` or `address branch`. */
  readonly events: readonly string[];
  /** A delivery, proven by a secret. */
  readonly send: (secret: string, delivery: string) => SentWebhook;
  /** Whether deliveries have an id, so that one that is sent again is known. */
  readonly hasIds: boolean;
}

const digest = `sha256:${'a'.repeat(64)}`;
const json = { 'content-type': 'application/json' };
const signature = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('hex');

const github = (event: string, payload: object) => (secret: string, delivery: string) => {
  const body = JSON.stringify(payload);
  const proof = { 'x-hub-signature-256': `sha256=${signature(secret, body)}` };
  return { headers: { ...json, ...proof, 'x-github-event': event, 'x-github-delivery': delivery }, body };
};

const push = {
  ref: 'refs/heads/main',
  repository: { clone_url: 'https://git.example.com/acme/deploy.git', ssh_url: 'git@git.example.com:acme/deploy.git' },
};
const pushed = ['https://git.example.com/acme/deploy.git main', 'git@git.example.com:acme/deploy.git main'];

const ecr = (id: string) => ({
  id,
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  account: '123456789012',
  region: 'eu-west-1',
  detail: {
    result: 'SUCCESS',
    'action-type': 'PUSH',
    'repository-name': 'acme/web',
    'image-tag': '1.2.0',
    'image-digest': digest,
  },
});

/** Every vendor, with what it sends for one push. */
export const sendingVendors: readonly SendingVendor[] = [
  {
    type: 'docker.io',
    events: ['docker.io/acme/web:1.2.0'],
    hasIds: false,
    send: (secret) => ({
      query: `secret=${secret}`,
      headers: json,
      body: JSON.stringify({
        repository: { repo_name: 'acme/web' },
        push_data: { tag: '1.2.0', pushed_at: 1_767_225_600 },
      }),
    }),
  },
  {
    type: 'ghcr.io',
    events: ['ghcr.io/acme/web:1.2.0'],
    hasIds: true,
    send: github('registry_package', {
      action: 'published',
      registry_package: {
        name: 'web',
        package_type: 'CONTAINER',
        owner: { login: 'Acme' },
        package_version: { container_metadata: { tag: { name: '1.2.0', digest } } },
      },
    }),
  },
  {
    type: 'quay.io',
    events: ['quay.io/acme/web:1.2.0', 'quay.io/acme/web:1'],
    hasIds: false,
    send: (secret) => ({
      query: `secret=${secret}`,
      headers: json,
      body: JSON.stringify({ repository: 'acme/web', docker_url: 'quay.io/acme/web', updated_tags: ['1.2.0', '1'] }),
    }),
  },
  {
    type: 'harbor',
    events: ['harbor.example.com/acme/web:1.2.0'],
    hasIds: false,
    send: (secret) => ({
      headers: { ...json, authorization: secret },
      body: JSON.stringify({
        type: 'PUSH_ARTIFACT',
        event_data: {
          resources: [{ digest, tag: '1.2.0', resource_url: 'harbor.example.com/acme/web:1.2.0' }],
          repository: { name: 'web', namespace: 'acme', repo_full_name: 'acme/web' },
        },
      }),
    }),
  },
  {
    type: 'acr',
    events: ['acme.azurecr.io/web:1.2.0'],
    hasIds: true,
    send: (secret, id) => ({
      headers: { ...json, authorization: secret },
      body: JSON.stringify({
        id,
        action: 'push',
        target: { repository: 'web', tag: '1.2.0', digest },
        request: { host: 'acme.azurecr.io' },
      }),
    }),
  },
  {
    type: 'aliyun-acr',
    events: ['registry.cn-beijing.aliyuncs.com/acme/web:1.2.0'],
    hasIds: false,
    send: (secret) => ({
      query: `secret=${secret}`,
      headers: json,
      body: JSON.stringify({
        repository: { repo_full_name: 'acme/web', region: 'cn-beijing' },
        push_data: { tag: '1.2.0', digest },
      }),
    }),
  },
  {
    type: 'cloudevents',
    events: ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web:1.2.0'],
    hasIds: true,
    send: (secret, id) => ({
      headers: { 'content-type': 'application/cloudevents+json', 'x-webhook-secret': secret },
      body: JSON.stringify({
        specversion: '1.0',
        id,
        type: 'com.amazon.ecr.image.push',
        source: 'urn:aws:ecr:eu-west-1:123456789012:repository/acme/web',
        data: { repositoryName: 'acme/web', imageTag: '1.2.0', imageDigest: digest },
      }),
    }),
  },
  {
    type: 'eventbridge',
    events: ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web:1.2.0'],
    hasIds: true,
    send: (secret, id) => ({ headers: { ...json, 'x-api-key': secret }, body: JSON.stringify(ecr(id)) }),
  },
  {
    type: 'generic',
    events: ['registry.example.com:5000/web:1.2.0'],
    hasIds: true,
    send: (secret, id) => ({
      headers: { ...json, authorization: `Bearer ${secret}` },
      body: JSON.stringify({ id, repository: 'registry.example.com:5000/web', tag: '1.2.0', digest }),
    }),
  },
  { type: 'github', events: pushed, hasIds: true, send: github('push', push) },
  {
    type: 'gitea',
    events: pushed,
    hasIds: true,
    send: (secret, delivery) => {
      const body = JSON.stringify(push);
      const headers = {
        'x-gitea-event': 'push',
        'x-gitea-delivery': delivery,
        'x-gitea-signature': signature(secret, body),
      };
      return { headers: { ...json, ...headers }, body };
    },
  },
  {
    type: 'gitlab',
    events: pushed,
    hasIds: true,
    send: (secret, delivery) => ({
      headers: { ...json, 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': delivery, 'x-gitlab-token': secret },
      body: JSON.stringify({
        ref: push.ref,
        project: { git_http_url: push.repository.clone_url, git_ssh_url: push.repository.ssh_url },
      }),
    }),
  },
  {
    type: 'bitbucket',
    events: [pushed[0] ?? ''],
    hasIds: true,
    send: (secret, delivery) => {
      const body = JSON.stringify({
        repository: { links: { clone: [{ href: push.repository.clone_url }] } },
        changes: [{ ref: { id: 'refs/heads/main' } }],
      });
      const proof = { 'x-hub-signature': `sha256=${signature(secret, body)}` };
      return { headers: { ...json, ...proof, 'x-event-key': 'repo:refs_changed', 'x-request-id': delivery }, body };
    },
  },
];
