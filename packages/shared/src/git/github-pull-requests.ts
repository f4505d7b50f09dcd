import * as z from 'zod';
import type { PullRequest, PullRequests } from '../ports/index.js';
import { GitError } from './git-error.js';
import type { GitHubApi } from './github-api.js';
import { mutationSchema, pullRequestSchema } from './github-schema.js';

type Answer = z.infer<typeof pullRequestSchema>;

/** The most that GitHub gives in one page. */
const pageSize = 100;

/** Pull requests between branches of one repository. */
export function createGitHubPullRequests(api: GitHubApi): PullRequests {
  return {
    async listOpen({ base, signal }) {
      const found: Answer[] = [];
      for (let page = 1; found.length === (page - 1) * pageSize; page += 1) {
        const query = { base, state: 'open', per_page: pageSize, page };
        found.push(...(await list(api, query, signal)));
      }
      return found.filter(isOwn).map(pullRequest);
    },
    async findOpen({ head, base, signal }) {
      const query = { head: `${api.owner}:${head}`, base, state: 'open', per_page: 1 };
      const [found] = await list(api, query, signal);
      return found && pullRequest(found);
    },
    async open({ labels = [], reviewers = [], autoMerge = false, signal, ...request }) {
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
      if (reviewers.length > 0) await askReviewers(api, made, { reviewers, signal });
      if (autoMerge) await mergeByItself(api, made, signal);
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
    async close({ number, reason, branch, signal }) {
      await api.call({
        route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
        parameters: { pull_number: number, state: 'closed' },
        schema: pullRequestSchema,
        signal,
      });
      const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
      const parameters = { issue_number: number, body: reason };
      await api.call({ route, parameters, schema: z.unknown(), signal });
      if (branch !== undefined) await deleteBranch(api, branch, signal);
    },
  };
}

/** GitHub says 422 of a branch that is gone. */
async function deleteBranch(api: GitHubApi, branch: string, signal: AbortSignal | undefined): Promise<void> {
  const route = 'DELETE /repos/{owner}/{repo}/git/refs/{ref}';
  await api.ask({ route, parameters: { ref: `heads/${branch}` }, schema: z.unknown(), signal }, [404, 422]);
}

function list(
  api: GitHubApi,
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<readonly Answer[]> {
  const route = 'GET /repos/{owner}/{repo}/pulls';
  return api.call({ route, parameters, schema: z.array(pullRequestSchema), signal });
}

/** The branches of forks may have the names of ours. */
function isOwn({ head, base }: Answer): boolean {
  return head.repo?.full_name === base.repo?.full_name;
}

/** `octocat` is a person, `acme/platform` a team. */
async function askReviewers(
  api: GitHubApi,
  { number }: Answer,
  { reviewers, signal }: { readonly reviewers: readonly string[]; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const teams = reviewers.flatMap((name) => name.split('/')[1] ?? []);
  const people = reviewers.filter((name) => !name.includes('/'));
  await api.call({
    route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
    parameters: { pull_number: number, reviewers: people, team_reviewers: teams },
    schema: z.unknown(),
    signal,
  });
}

const mutation =
  'mutation ($input: EnablePullRequestAutoMergeInput!) { enablePullRequestAutoMerge(input: $input) { clientMutationId } }';

/** Only GraphQL can, and only where the repository allows it and something is left to wait for. */
async function mergeByItself(api: GitHubApi, made: Answer, signal: AbortSignal | undefined): Promise<void> {
  const variables = { input: { pullRequestId: made.node_id } };
  const parameters = { query: mutation, variables };
  const { errors = [] } = await api.call({ route: api.graphql, parameters, schema: mutationSchema, signal });
  if (errors.length === 0) return;
  const words = errors.map(({ message }) => message).join(' ');
  throw new GitError('git-not-supported', `${made.html_url} is open, but GitHub does not merge it by itself: ${words}`);
}

function pullRequest(answer: Answer): PullRequest {
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
