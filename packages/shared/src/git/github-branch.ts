import { type GitSha, parseGitSha } from '../image/index.js';
import type { PushOutcome } from '../ports/index.js';
import type { GitHubApi } from './github-api.js';
import { refSchema, repositorySchema } from './github-schema.js';

/** The commit of a branch; `empty` where the repository has none at all, undefined where only this branch is missing. */
export async function gitHubHead(
  api: GitHubApi,
  branch: string,
  signal: AbortSignal | undefined,
): Promise<GitSha | 'empty' | undefined> {
  const answer = await api.ask(
    {
      route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
      parameters: { ref: `heads/${branch}` },
      schema: refSchema,
      signal,
    },
    [404, 409],
  );
  if (answer.kind === 'ok') return parseGitSha(answer.value.object.sha);
  if (answer.status === 409) return 'empty';
  // GitHub says 404 of a repository that cannot be seen as well; that one is an error.
  await gitHubDefaultBranch(api, signal);
  return undefined;
}

/** The default branch. */
export async function gitHubDefaultBranch(api: GitHubApi, signal: AbortSignal | undefined): Promise<string> {
  const route = 'GET /repos/{owner}/{repo}';
  return (await api.call({ route, schema: repositorySchema, signal })).default_branch;
}

/** Where a branch is put. */
export interface GitHubBranchMove {
  readonly branch: string;
  readonly commits: readonly GitSha[];
  /** `create`: it must not exist. `forward`: it must be an ancestor. `force`: whatever it holds. */
  readonly how: 'create' | 'forward' | 'force';
  readonly signal?: AbortSignal | undefined;
}

const moved = /not a fast forward|already exists|does not exist/i;

/** Puts a branch at the last of the commits. GitHub's refusal is a value. */
export async function moveGitHubBranch(api: GitHubApi, move: GitHubBranchMove): Promise<PushOutcome> {
  const { branch, commits, how, signal } = move;
  const sha = commits.at(-1);
  const create = how === 'create';
  const answer = await api.ask(
    {
      route: create ? 'POST /repos/{owner}/{repo}/git/refs' : 'PATCH /repos/{owner}/{repo}/git/refs/{ref}',
      parameters: create
        ? { ref: `refs/heads/${branch}`, sha }
        : { ref: `heads/${branch}`, sha, force: how === 'force' },
      schema: refSchema,
      signal,
    },
    [409, 422],
  );
  return answer.kind === 'ok' ? { kind: 'accepted', commits } : rejection(answer.message);
}

/** What a refused change of a branch means. */
export function rejection(message: string): PushOutcome {
  return { kind: 'rejected', reason: moved.test(message) ? 'branch-moved' : 'refused-by-server', message };
}

/** Somebody was quicker. */
export function branchMoved(branch: string): PushOutcome {
  return { kind: 'rejected', reason: 'branch-moved', message: `${branch} is not where it was` };
}
