import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type GitSha, parseGitSha } from '../image/index.js';
import type { PushOutcome } from '../ports/index.js';
import { commitMessage } from './commit-message.js';
import { GitError } from './git-error.js';
import type { GitHubApi } from './github-api.js';
import { branchMoved, type GitHubBranchMove, moveGitHubBranch, rejection } from './github-branch.js';
import { createCommitSchema } from './github-schema.js';
import type { ResolvedCommit } from './tree-changes.js';

/** Commits that GitHub makes, and signs, for whom the token belongs to. */
export interface VerifiedPush {
  readonly parent: GitSha;
  readonly commits: readonly ResolvedCommit[];
  readonly target: Omit<GitHubBranchMove, 'commits'>;
  /** Whether the target is the branch that `parent` is the head of. */
  readonly onHead: boolean;
}

/**
 * Pushes commits that GitHub shows as verified. A single one goes straight to the branch, which must be at its parent; several are made
 * on a branch of their own first, so that all of them or none arrive.
 */
export async function pushVerified(api: GitHubApi, push: VerifiedPush): Promise<PushOutcome> {
  const { parent, commits, target, onHead } = push;
  refuseExecutables(commits);
  const { signal } = target;
  if (onHead && commits.length === 1) return commitOnto(api, { branch: target.branch, parent, commits, signal });
  const branch = `towline/${randomUUID()}`;
  const started = await moveGitHubBranch(api, { branch, commits: [parent], how: 'create', signal });
  if (started.kind === 'rejected') return started;
  try {
    const made = await commitOnto(api, { branch, parent, commits, signal });
    return made.kind === 'rejected' ? made : await moveGitHubBranch(api, { ...target, commits: made.commits });
  } finally {
    // Without the caller's signal: the branch must go even where the caller has given up.
    await api.ask(
      {
        route: 'DELETE /repos/{owner}/{repo}/git/refs/{ref}',
        parameters: { ref: `heads/${branch}` },
        schema: z.unknown(),
      },
      [422],
    );
  }
}

interface CommitsOnBranch {
  readonly branch: string;
  readonly parent: GitSha;
  readonly commits: readonly ResolvedCommit[];
  readonly signal?: AbortSignal | undefined;
}

async function commitOnto(api: GitHubApi, { branch, parent, commits, signal }: CommitsOnBranch): Promise<PushOutcome> {
  const made: GitSha[] = [];
  for (const commit of commits) {
    const variables = { input: commitInput(api, { branch, parent: made.at(-1) ?? parent, commit }) };
    const { data, errors } = await api.call({
      route: api.graphql,
      parameters: { query: mutation, variables },
      schema: createCommitSchema,
      signal,
    });
    const sha = parseGitSha(data?.createCommitOnBranch?.commit.oid ?? '');
    if (sha === undefined) return refusal(branch, errors ?? []);
    made.push(sha);
  }
  return { kind: 'accepted', commits: made };
}

const mutation =
  'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }';

function commitInput(api: GitHubApi, on: { branch: string; parent: GitSha; commit: ResolvedCommit }) {
  const [headline = '', ...rest] = commitMessage(on.commit).split('\n');
  return {
    branch: { repositoryNameWithOwner: `${api.owner}/${api.repository}`, branchName: on.branch },
    expectedHeadOid: on.parent,
    message: { headline, body: rest.join('\n').trim() },
    fileChanges: {
      additions: on.commit.changes.flatMap((change) =>
        change.kind === 'write' ? { path: change.path, contents: Buffer.from(change.content).toString('base64') } : [],
      ),
      deletions: on.commit.changes.flatMap((change) => (change.kind === 'delete' ? { path: change.path } : [])),
    },
  };
}

function refusal(branch: string, errors: readonly { type?: string | undefined; message: string }[]): PushOutcome {
  const message = errors.map((error) => error.message).join(' ');
  if (errors.some(({ type }) => type === 'STALE_DATA')) return branchMoved(branch);
  if (errors.some(({ type }) => type === 'FORBIDDEN')) throw new GitError('git-authentication', message);
  return rejection(message === '' ? 'GitHub made no commit' : message);
}

/** The mutation knows no modes: a script would come out as a plain file. */
function refuseExecutables(commits: readonly ResolvedCommit[]): void {
  const script = commits
    .flatMap(({ changes }) => changes)
    .find((change) => change.kind === 'write' && change.mode === '100755');
  if (script === undefined) return;
  throw new GitError('git-not-supported', `GitHub cannot write the executable ${script.path} in a verified commit`);
}
