import { errorCode, errorMessage } from '@towline/shared/errors';
import { GitError } from '@towline/shared/git';
import type { Clock, PullRequest, PullRequests } from '@towline/shared/ports';
import * as z from 'zod';
import type { GitLabApi } from './gitlab-api.js';
import { mergeRequestSchema, mergeRequestsSchema, usersSchema } from './gitlab-schema.js';

type MergeRequest = z.infer<typeof mergeRequestSchema>;

const pageSize = 100;

/** Merge requests between branches of one project. */
export function createGitLabMergeRequests(api: GitLabApi, clock: Clock): PullRequests {
  const list = async (query: Readonly<Record<string, string>>, signal: AbortSignal | undefined) => {
    const found: MergeRequest[] = [];
    for (let page = 1; found.length === (page - 1) * pageSize; page += 1) {
      const paged = { ...query, state: 'opened', per_page: String(pageSize), page: String(page) };
      found.push(...(await api({ path: 'merge_requests', query: paged, schema: mergeRequestsSchema, signal })));
    }
    // The branches of forks may have the names of ours.
    return found.filter((one) => one.source_project_id === one.target_project_id).map(pullRequest);
  };
  return {
    listOpen: ({ base, signal }) => list({ target_branch: base }, signal),
    findOpen: async ({ head, base, signal }) => (await list({ source_branch: head, target_branch: base }, signal))[0],
    async open({ head, base, title, body, labels = [], reviewers = [], autoMerge = false, signal }) {
      const made = await api({
        method: 'POST',
        path: 'merge_requests',
        body: {
          source_branch: head,
          target_branch: base,
          title,
          description: body,
          labels: labels.join(','),
          reviewer_ids: await findUsers(api, reviewers, signal),
          remove_source_branch: true,
        },
        schema: mergeRequestSchema,
        signal,
      });
      if (autoMerge) await mergeByItself({ api, clock, made, signal });
      return pullRequest(made);
    },
    async update(number, { title, body, signal }) {
      const path = `merge_requests/${number}`;
      const change = { title, description: body };
      return pullRequest(await api({ method: 'PUT', path, body: change, schema: mergeRequestSchema, signal }));
    },
    async close({ number, reason, branch, signal }) {
      const path = `merge_requests/${number}`;
      await api({ method: 'PUT', path, body: { state_event: 'close' }, schema: mergeRequestSchema, signal });
      await api({ method: 'POST', path: `${path}/notes`, body: { body: reason }, schema: z.unknown(), signal });
      if (branch !== undefined) await deleteBranch(api, branch, signal);
    },
  };
}

async function deleteBranch(api: GitLabApi, branch: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    const path = `repository/branches/${encodeURIComponent(branch)}`;
    await api({ method: 'DELETE', path, schema: z.unknown(), signal });
  } catch (error) {
    // The project is there: a moment ago it closed the request.
    if (errorCode(error) !== 'git-repository-not-found') throw error;
  }
}

async function findUsers(
  api: GitLabApi,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly number[]> {
  const ids: number[] = [];
  for (const username of names) {
    const [user] = await api({ path: '/users', query: { username }, schema: usersSchema, signal });
    if (user === undefined) throw new GitError('git-failed', `GitLab knows no user ${username} who could review`);
    ids.push(user.id);
  }
  return ids;
}

interface AutoMerge {
  readonly api: GitLabApi;
  readonly clock: Clock;
  readonly made: MergeRequest;
  readonly signal: AbortSignal | undefined;
}

const maxLooks = 10;
const untilNextLookMs = 500;

/** GitLab takes a moment to see whether a new request can be merged, and refuses to promise anything before. */
async function mergeByItself({ api, clock, made, signal }: AutoMerge): Promise<void> {
  const path = `merge_requests/${made.iid}`;
  let current = made;
  for (let look = 1; look < maxLooks && isUndecided(current); look += 1) {
    await clock.sleep(untilNextLookMs, signal);
    current = await api({ path, schema: mergeRequestSchema, signal });
  }
  try {
    // One name since 17.11, the other before.
    const body = { auto_merge: true, merge_when_pipeline_succeeds: true, should_remove_source_branch: true };
    await api({ method: 'PUT', path: `${path}/merge`, body, schema: z.unknown(), signal });
  } catch (error) {
    if (errorCode(error) !== 'git-failed') throw error;
    const message = `${made.web_url} is open, but GitLab does not merge it by itself: ${errorMessage(error)}`;
    throw new GitError('git-not-supported', message, { cause: error });
  }
}

function isUndecided({ detailed_merge_status: status }: MergeRequest): boolean {
  return status === 'unchecked' || status === 'checking' || status === 'preparing';
}

const states = { opened: 'open', locked: 'open', closed: 'closed', merged: 'merged' } as const;

function pullRequest(answer: MergeRequest): PullRequest {
  return {
    number: answer.iid,
    url: answer.web_url,
    head: answer.source_branch,
    base: answer.target_branch,
    title: answer.title,
    body: answer.description ?? '',
    state: states[answer.state],
  };
}
