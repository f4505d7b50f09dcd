import { mapConcurrently } from '../async/index.js';
import type {
  Clock,
  GitHistory,
  GitIdentity,
  GitRepository,
  PullRequests,
  PushOutcome,
  PushRequest,
} from '../ports/index.js';
import { checkBranchName } from './branch-name.js';
import { createSnapshot, emptySnapshot } from './git-snapshot.js';
import { createGitHubApi, type GitHubApi, type GitHubCredentials } from './github-api.js';
import { readGitHubBlobs } from './github-blobs.js';
import {
  branchMoved,
  type GitHubBranchMove,
  gitHubDefaultBranch,
  gitHubHead,
  moveGitHubBranch,
} from './github-branch.js';
import { makeFirstGitHubCommit, makeGitHubCommits } from './github-commits.js';
import { createGitHubHistory } from './github-history.js';
import { createGitHubPullRequests } from './github-pull-requests.js';
import { readGitHubTree } from './github-tree.js';
import { pushVerified } from './github-verified.js';
import { resolveCommits } from './tree-changes.js';

/** What a repository by GitHub's API works with. */
export interface GitHubDependencies {
  readonly clock: Clock;
  /** The way to the network: the platform's `fetch` where absent. */
  readonly fetch?: typeof fetch | undefined;
}

/** Which repository, and how it is written. */
export interface GitHubRepositoryOptions {
  readonly owner: string;
  readonly repository: string;
  /** The API of a GitHub Enterprise server, such as `https://ghe.example.com/api/v3`; github.com's where absent. */
  readonly apiUrl?: string | undefined;
  readonly credentials: GitHubCredentials;
  /** The committer of plain commits. */
  readonly identity: GitIdentity;
  /**
   * `plain`: with author and committer as asked, unsigned. `verified`: made and signed by GitHub in the name of whom the token belongs
   * to. Default: plain.
   */
  readonly commits?: 'plain' | 'verified' | undefined;
  /** How many requests at once. Default: 6. */
  readonly concurrency?: number | undefined;
}

/** A repository by GitHub's API: no clone, with its history and its pull requests. */
export type GitHubRepository = GitRepository & GitHistory & PullRequests;

/** Opens a repository by GitHub's API. Nothing happens before the first call. */
export function createGitHubRepository(
  dependencies: GitHubDependencies,
  options: GitHubRepositoryOptions,
): GitHubRepository {
  const { owner, repository, credentials, apiUrl = 'https://api.github.com', concurrency = 6 } = options;
  const api = createGitHubApi({ owner, repository, apiUrl, credentials, fetch: dependencies.fetch });
  return {
    ...createGitHubHistory({ api, concurrency }),
    ...createGitHubPullRequests(api),
    async head(branch, { signal } = {}) {
      const head = await gitHubHead(api, checkBranchName(branch), signal);
      return head === 'empty' ? undefined : head;
    },
    async heads(branches, { signal } = {}) {
      const found = await mapConcurrently(branches, { concurrency, signal }, async (branch, inner) => {
        const head = await gitHubHead(api, checkBranchName(branch), inner);
        return head === undefined || head === 'empty' ? [] : [[branch, head] as const];
      });
      return new Map(found.flat());
    },
    defaultBranch: ({ signal } = {}) => gitHubDefaultBranch(api, signal),
    async snapshot(branch, { signal } = {}) {
      const head = await gitHubHead(api, checkBranchName(branch), signal);
      if (head === undefined) return undefined;
      if (head === 'empty') return emptySnapshot(branch);
      return createSnapshot({
        branch,
        commit: head,
        readTree: (during) => readGitHubTree({ api, concurrency, signal: during }, head),
        readBlobs: (ids, during) => readGitHubBlobs({ api, concurrency, signal: during }, ids),
      });
    },
    push: (request) => push({ api, concurrency, clock: dependencies.clock, options }, request),
  };
}

interface Pushing {
  readonly api: GitHubApi;
  readonly concurrency: number;
  readonly clock: Clock;
  readonly options: GitHubRepositoryOptions;
}

async function push({ api, concurrency, clock, options }: Pushing, request: PushRequest): Promise<PushOutcome> {
  const { onto, signal } = request;
  const branch = checkBranchName(request.branch ?? onto.branch);
  const parent = onto.commit;
  const commits = resolveCommits(await onto.list(undefined, { signal }), request.commits);
  const reading = { api, concurrency, signal };
  const batch = { commits, committer: options.identity, time: clock.now() };
  const head = await gitHubHead(api, branch, signal);
  if (parent === undefined) {
    if (head !== 'empty') return branchMoved(branch);
    return { kind: 'accepted', commits: await makeFirstGitHubCommit(reading, { ...batch, branch }) };
  }
  const how = moveOf(request, branch, head);
  if (how === undefined) return branchMoved(branch);
  const target = { branch, how, signal };
  if (options.commits === 'verified') {
    return pushVerified(api, { parent, commits, target, onHead: how === 'forward' && head === parent });
  }
  return moveGitHubBranch(api, { ...target, commits: await makeGitHubCommits(reading, { ...batch, parent }) });
}

/**
 * How the branch may be moved; undefined where it is not where it must be. GitHub itself checks only that a branch does not exist, or
 * that it moves forward, so that what a lease expects is looked at here, a moment before.
 */
function moveOf(
  { onto, replace }: PushRequest,
  branch: string,
  head: string | undefined,
): GitHubBranchMove['how'] | undefined {
  if (replace !== undefined) {
    if (head !== replace.expected) return undefined;
    return head === undefined ? 'create' : 'force';
  }
  if (branch === onto.branch) return head === onto.commit ? 'forward' : undefined;
  return head === undefined ? 'create' : 'forward';
}
