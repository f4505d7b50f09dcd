import { z } from 'zod';
import type { PullRequest, PullRequests } from '../ports/index.js';
import type { GitHubApi } from './github-api.js';
import { pullRequestSchema } from './github-schema.js';

/** Pull requests between branches of one repository. */
export function createGitHubPullRequests(api: GitHubApi): PullRequests {
  return {
    async findOpen({ head, base, signal }) {
      const found = await api.call({
        route: 'GET /repos/{owner}/{repo}/pulls',
        parameters: { head: `${api.owner}:${head}`, base, state: 'open', per_page: 1 },
        schema: z.array(pullRequestSchema),
        signal,
      });
      return found[0] === undefined ? undefined : pullRequest(found[0]);
    },
    async open({ labels = [], signal, ...request }) {
      const made = await api.call({
        route: 'POST /repos/{owner}/{repo}/pulls',
        parameters: request,
        schema: pullRequestSchema,
        signal,
      });
      if (labels.length > 0) {
        const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
        await api.call({ route, parameters: { issue_number: made.number, labels }, schema: z.unknown(), signal });
      }
      return pullRequest(made);
    },
    async update(number, { signal, ...change }) {
      const changed = await api.call({
        route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
        parameters: { pull_number: number, ...change },
        schema: pullRequestSchema,
        signal,
      });
      return pullRequest(changed);
    },
  };
}

function pullRequest(answer: z.infer<typeof pullRequestSchema>): PullRequest {
  return {
    number: answer.number,
    url: answer.html_url,
    head: answer.head.ref,
    base: answer.base.ref,
    title: answer.title,
    body: answer.body ?? '',
    state: answer.merged_at === null ? answer.state : 'merged',
  };
}
