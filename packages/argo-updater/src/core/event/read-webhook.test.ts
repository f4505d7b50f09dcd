import { describe, expect, it } from '@jest/globals';
import { readWebhook, webhookProblem } from './read-webhook.js';
import type { WebhookRequest } from './webhook-vendor.js';
import { vendorOf } from './webhook-vendors.js';

const digest = `sha256:${'a'.repeat(64)}`;
const request = (
  headers: Record<string, string>,
  body: unknown,
  query: Record<string, string> = {},
): WebhookRequest => ({
  method: 'POST',
  headers,
  query,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const read = (sent: WebhookRequest) => {
  const vendor = vendorOf(sent);
  if (vendor === undefined) return 'nobody’s';
  const { reading, deliveryId } = readWebhook(vendor, sent);
  if (reading.kind === 'unreadable') return `refused: ${reading.problem}`;
  if (reading.kind === 'ignored') return `ignored: ${reading.reason}`;
  const events = reading.events.map((event) =>
    event.kind === 'image'
      ? `${event.repository.host}/${event.repository.path}:${event.tag}`
      : `${event.repository} ${event.branch}`,
  );
  return [...events, ...(deliveryId === undefined ? [] : [`delivery ${deliveryId}`])].join(', ');
};

const githubPush = {
  ref: 'refs/heads/main',
  repository: { clone_url: 'https://github.com/acme/deploy.git', ssh_url: 'git@github.com:acme/deploy.git' },
};
const bothAddresses = 'https://github.com/acme/deploy.git main, git@github.com:acme/deploy.git main';
const registryPackage = {
  action: 'published',
  registry_package: {
    name: 'web',
    package_type: 'CONTAINER',
    owner: { login: 'Acme' },
    package_version: { name: digest, container_metadata: { tag: { name: '1.2.0', digest } } },
  },
};
const untagged = {
  ...registryPackage,
  registry_package: {
    ...registryPackage.registry_package,
    package_version: { name: digest, container_metadata: { tag: { name: '' } } },
  },
};
const quayPush = { repository: 'acme/web', docker_url: 'quay.io/acme/web', updated_tags: ['1.2.0', 'latest'] };
const ecrPush = {
  id: 'e-1',
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  account: '123456789012',
  region: 'eu-west-1',
  time: '2026-01-01T00:00:00Z',
  detail: {
    result: 'SUCCESS',
    'action-type': 'PUSH',
    'repository-name': 'acme/web',
    'image-digest': digest,
    'image-tag': '1.2.0',
  },
};
const ecr = (detail: object) => ({ ...ecrPush, detail: { ...ecrPush.detail, ...detail } });
const harborCloudEvent = {
  specversion: '1.0',
  type: 'harbor.artifact.pushed',
  id: 'h-1',
  source: '/projects/1/webhook/policies/1',
  data: {
    resources: [{ digest, tag: '1.2.0', resource_url: 'harbor.example.com/library/web:1.2.0' }],
    repository: { name: 'web', repo_full_name: 'library/web' },
  },
};

describe('readWebhook', () => {
  it.each([
    [
      'a push, as GitHub tells it',
      { 'x-github-event': 'push', 'x-github-delivery': 'd1' },
      githubPush,
      `${bothAddresses}, delivery d1`,
    ],
    ['a tag of Git', { 'x-github-event': 'push' }, { ...githubPush, ref: 'refs/tags/v1' }, 'ignored: no branch moved'],
    ['the hello of GitHub', { 'x-github-event': 'ping' }, {}, 'ignored: nothing was pushed: ping'],
    ['a package of GitHub', { 'x-github-event': 'registry_package' }, registryPackage, 'ghcr.io/acme/web:1.2.0'],
    [
      'a package version without a tag',
      { 'x-github-event': 'registry_package' },
      untagged,
      'ignored: what was published has no tag',
    ],
    [
      'a push, as Gitea tells it',
      { 'x-gitea-event': 'push', 'x-github-event': 'push', 'x-gitea-delivery': 'd2' },
      githubPush,
      `${bothAddresses}, delivery d2`,
    ],
    ['an issue of Gitea', { 'x-gitea-event': 'issues' }, {}, 'ignored: nothing was pushed: issues'],
    [
      'a push, as GitLab tells it',
      { 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': 'd3' },
      { ref: 'refs/heads/main', project: { git_http_url: 'https://gitlab.com/acme/deploy.git' } },
      'https://gitlab.com/acme/deploy.git main, delivery d3',
    ],
    ['a pipeline of GitLab', { 'x-gitlab-event': 'Pipeline Hook' }, {}, 'ignored: nothing was pushed: Pipeline Hook'],
    [
      'a push, as Bitbucket Cloud tells it',
      { 'x-event-key': 'repo:push', 'x-request-uuid': 'd4' },
      {
        repository: { full_name: 'acme/deploy', links: { html: { href: 'https://bitbucket.org/acme/deploy' } } },
        push: { changes: [{ new: { type: 'branch', name: 'main' } }, { new: null }] },
      },
      'https://bitbucket.org/acme/deploy main, git@bitbucket.org:acme/deploy.git main, delivery d4',
    ],
    [
      'a push, as Bitbucket Data Center tells it',
      { 'x-event-key': 'repo:refs_changed' },
      {
        repository: { links: { clone: [{ href: 'https://git.example.com/scm/acme/deploy.git' }] } },
        changes: [{ ref: { id: 'refs/heads/main' } }],
      },
      'https://git.example.com/scm/acme/deploy.git main',
    ],
    [
      'a form that GitHub never sends',
      { 'x-github-event': 'push' },
      { repository: 'deploy' },
      'refused: its repository is not what the vendor sends',
    ],
    ['a body that is no JSON', { 'x-github-event': 'push' }, '{', 'refused: its body is not JSON'],
    ['a request of nobody', {}, {}, 'nobody’s'],
    [
      'a CloudEvent of Harbor',
      { 'content-type': 'application/cloudevents+json; charset=utf-8' },
      harborCloudEvent,
      'harbor.example.com/library/web:1.2.0, delivery /projects/1/webhook/policies/1 h-1',
    ],
  ])('%s', (_what, headers, body, expected) => {
    expect(read(request(headers, body))).toBe(expected);
  });

  it.each([
    ['all tags that Quay names', 'quay.io', quayPush, 'quay.io/acme/web:1.2.0, quay.io/acme/web:latest'],
    [
      'a name that only Docker Hub has',
      'docker.io',
      { repository: { repo_name: 'nginx' }, push_data: { tag: '1' } },
      'docker.io/library/nginx:1',
    ],
    [
      'a push, as ECR tells it',
      'eventbridge',
      ecrPush,
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web:1.2.0, delivery e-1',
    ],
    [
      'a registry of ECR in China',
      'eventbridge',
      { ...ecrPush, region: 'cn-north-1' },
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/acme/web:1.2.0, delivery e-1',
    ],
    ['an image of an index', 'eventbridge', ecr({ 'image-tag': undefined }), 'ignored: what was pushed has no tag'],
    ['a deletion', 'eventbridge', ecr({ 'action-type': 'DELETE' }), 'ignored: nothing was pushed: DELETE SUCCESS'],
    ['a push that failed', 'eventbridge', ecr({ result: 'FAILURE' }), 'ignored: nothing was pushed: PUSH FAILURE'],
    [
      'an event of another service',
      'eventbridge',
      { ...ecrPush, source: 'aws.ec2' },
      'ignored: it is about something else: aws.ec2 ECR Image Action',
    ],
    [
      'a push without its account',
      'eventbridge',
      { ...ecrPush, account: '' },
      'refused: it does not say which account and region',
    ],
    [
      'what anybody can send',
      'generic',
      { repository: 'registry.example.com:5000/web', tag: '1', id: 'g-1' },
      'registry.example.com:5000/web:1, delivery g-1',
    ],
    [
      'a repository without a host',
      'generic',
      { repository: 'acme/web', tag: '1' },
      'refused: "acme" is not the host of a registry',
    ],
    ['a tag that is none', 'generic', { repository: 'quay.io/web', tag: 'a b' }, 'refused: "a b" is not a tag'],
    ['a type that nobody has', 'nowhere', {}, 'nobody’s'],
  ])('%s', (_what, type, body, expected) => {
    expect(read(request({}, body, { type }))).toBe(expected);
  });

  it('says when the push was, where that is told', () => {
    const [vendor] = [vendorOf(request({}, ecrPush, { type: 'eventbridge' }))];
    expect(vendor && readWebhook(vendor, request({}, ecrPush)).reading).toMatchObject({
      events: [{ pushedAt: Date.UTC(2026, 0, 1), digest, deliveryId: 'e-1' }],
    });
  });
});

describe('webhookProblem', () => {
  it.each([
    ['a method that changes nothing', { ...request({}, {}, { type: 'docker.io' }), method: 'GET' }, 'it is a GET'],
    [
      'another media type',
      request({ 'content-type': 'text/plain' }, {}, { type: 'harbor' }),
      'it is text/plain, and not application/json',
    ],
    [
      'parameters of the right one',
      request({ 'content-type': 'application/json; charset=utf-8' }, {}, { type: 'harbor' }),
      undefined,
    ],
    [
      'an event that is none of packages',
      request({ 'x-github-event': 'push' }, {}, { type: 'ghcr.io' }),
      'push is no event of packages',
    ],
  ])('%s', (_what, sent, problem) => {
    const vendor = vendorOf(sent);
    expect(vendor && webhookProblem(vendor, sent)).toBe(problem);
  });
});
