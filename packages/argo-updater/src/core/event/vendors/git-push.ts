import * as z from 'zod';
import { readPushedBranches } from '../pushed-branch.js';
import { ignored, unreadable } from '../pushed-image.js';
import { maybe, readAs, section } from '../schema.js';
import type { WebhookReading, WebhookVendor } from '../webhook-vendor.js';
import { githubDelivery, githubSignature, packageEvents, readGithubPackage } from './ghcr.js';

const githubSchema = z.object({ ref: maybe, repository: section({ clone_url: maybe, ssh_url: maybe }) });

/** The form of a push that GitHub, Gitea and Forgejo share. */
function readGithubPush(payload: unknown): WebhookReading {
  const read = readAs(githubSchema, payload);
  if ('problem' in read) return unreadable(read.problem);
  const { ref, repository } = read.data;
  return readPushedBranches({ addresses: [repository?.clone_url, repository?.ssh_url], branches: [ref] });
}

/** GitHub: pushes to manifest repositories, and packages where one webhook is for both. */
export const github: WebhookVendor = {
  name: 'github',
  sender: 'GitHub',
  credentials: [githubSignature],
  recognises: ({ headers }) => headers['x-github-event'] !== undefined && headers['x-gitea-event'] === undefined,
  read(payload, { headers }) {
    const event = headers['x-github-event'] ?? '';
    if (packageEvents.includes(event)) return readGithubPackage(payload);
    return event === 'push' ? readGithubPush(payload) : ignored(`nothing was pushed: ${event || 'no X-GitHub-Event'}`);
  },
  deliveryId: githubDelivery,
};

/** Gitea and Forgejo. */
export const gitea: WebhookVendor = {
  name: 'gitea',
  sender: 'Gitea and Forgejo',
  credentials: [{ kind: 'signature', header: 'x-gitea-signature', prefix: '' }, githubSignature],
  recognises: ({ headers }) => headers['x-gitea-event'] !== undefined,
  read(payload, { headers }) {
    const event = headers['x-gitea-event'] ?? '';
    return event === 'push' ? readGithubPush(payload) : ignored(`nothing was pushed: ${event || 'no X-Gitea-Event'}`);
  },
  deliveryId: ({ headers }) => headers['x-gitea-delivery'],
};

const gitlabSchema = z.object({ ref: maybe, project: section({ git_http_url: maybe, git_ssh_url: maybe }) });

/** GitLab: “Push Hook”, and “System Hook” where a whole server tells. */
export const gitlab: WebhookVendor = {
  name: 'gitlab',
  sender: 'GitLab',
  credentials: [{ kind: 'header', header: 'x-gitlab-token' }],
  recognises: ({ headers }) => headers['x-gitlab-event'] !== undefined,
  read(payload, { headers }) {
    const event = headers['x-gitlab-event'] ?? '';
    if (!['Push Hook', 'System Hook'].includes(event))
      return ignored(`nothing was pushed: ${event || 'no X-Gitlab-Event'}`);
    const read = readAs(gitlabSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { ref, project } = read.data;
    if (ref === undefined) return ignored('no branch moved');
    return readPushedBranches({ addresses: [project?.git_http_url, project?.git_ssh_url], branches: [ref] });
  },
  deliveryId: ({ headers }) => headers['idempotency-key'] ?? headers['x-gitlab-event-uuid'],
};

const bitbucketLinks = section({
  html: section({ href: maybe }),
  clone: z.array(z.object({ href: maybe })).nullish(),
});
const bitbucketSchema = z.object({
  repository: section({ full_name: maybe, links: bitbucketLinks }),
  push: section({ changes: z.array(z.object({ new: section({ type: maybe, name: maybe }) })).nullish() }),
  changes: z.array(z.object({ ref: section({ id: maybe }) })).nullish(),
});

/** Bitbucket Cloud (`repo:push`) and Data Center (`repo:refs_changed`). */
export const bitbucket: WebhookVendor = {
  name: 'bitbucket',
  sender: 'Bitbucket',
  credentials: [{ kind: 'signature', header: 'x-hub-signature', prefix: 'sha256=' }],
  recognises: ({ headers }) => headers['x-event-key'] !== undefined,
  read(payload, { headers }) {
    const event = headers['x-event-key'] ?? '';
    if (!['repo:push', 'repo:refs_changed'].includes(event))
      return ignored(`nothing was pushed: ${event || 'no X-Event-Key'}`);
    const read = readAs(bitbucketSchema, payload);
    if ('problem' in read) return unreadable(read.problem);
    const { repository, push, changes } = read.data;
    const page = repository?.links?.html?.href;
    const clones = (repository?.links?.clone ?? []).map(({ href }) => href);
    const cloud = (push?.changes ?? []).map(({ new: now }) => (now?.type === 'branch' ? now.name : undefined));
    return readPushedBranches({
      // The cloud tells the address of a page, which is that of the repository too.
      addresses:
        clones.length > 0 ? clones : [page, page && repository?.full_name && sshAddress(page, repository.full_name)],
      branches: [...cloud, ...(changes ?? []).map(({ ref }) => ref?.id)],
    });
  },
  deliveryId: ({ headers }) => headers['x-request-uuid'] ?? headers['x-request-id'],
};

function sshAddress(page: string, name: string): string | undefined {
  const host = /^https:\/\/([^/]+)\//.exec(page)?.[1];
  return host && `git@${host}:${name}.git`;
}
