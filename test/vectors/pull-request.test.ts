import { createHash } from 'node:crypto';
import { isCodedError } from '@towline/shared/errors';
import { z } from 'zod';
import { gitHubPlace } from '../../packages/argo-updater/src/adapters/git/github-place.js';
import { gitLabPlace } from '../../packages/argo-updater/src/adapters/pull-requests/gitlab-place.js';
import { readPullRequest } from '../../packages/argo-updater/src/core/application/write-back/pull-request.js';
import { targetKey } from '../../packages/argo-updater/src/core/message/branch-name.js';
import { pullRequestText } from '../../packages/argo-updater/src/core/message/pull-request-text.js';
import { graphqlUrl } from '../../packages/shared/src/git/github-api.js';
import { describeVectors, driver } from './describe-vectors.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const labelsSchema = z
  .array(z.string())
  .nullable()
  .transform((labels) => labels ?? []);

function labelsOf(labels: readonly string[]): readonly string[] {
  const reading = readPullRequest({ github: {}, labels });
  if (reading.kind === 'refused') throw new Error(reading.message);
  return reading.push.labels;
}

/** Recorded: what cannot be read is an error beside empty names. */
function orError(read: () => object, empty: object): object {
  try {
    return { ...read(), error: null };
  } catch (error) {
    if (isCodedError(error)) return { ...empty, error: error.message };
    throw error;
  }
}

const requestSchema = z.object({
  appName: z.string(),
  appNamespace: z.string(),
  base: z.string(),
  head: z.string(),
  commitMessage: z.string(),
  labels: labelsSchema,
});

describeVectors('pull-request.json', {
  'pr.build': driver(requestSchema, ({ appName: name, appNamespace: namespace, base, head, commitMessage, labels }) => {
    const text = pullRequestText(commitMessage, { namespace, name });
    return { pr: { base, head, ...text, labels: labelsOf(labels) }, error: null };
  }),
  'pr.labels': driver(labelsSchema, labelsOf),
  'pr.targetKey': driver(
    z.object({ gitRepo: z.string(), gitBranch: z.string(), kustomizeBase: z.string(), target: z.string() }),
    ({ gitRepo: repository, gitBranch: branch, kustomizeBase, target }) =>
      targetKey({ repository, branch, file: target || kustomizeBase }, sha256),
  ),
  'pr.githubOwnerRepo': driver(z.string(), (address) =>
    orError(
      () => {
        const { owner, repository: repo } = gitHubPlace(address, { kind: 'none' });
        return { owner, repo };
      },
      { owner: '', repo: '' },
    ),
  ),
  'pr.gitlabProject': driver(z.string(), (address) =>
    orError(() => ({ project: gitLabPlace(address).project }), { project: '' }),
  ),
  'pr.graphqlEndpoint': driver(z.string(), (apiUrl) => graphqlUrl(apiUrl || 'https://api.github.com')),
});
