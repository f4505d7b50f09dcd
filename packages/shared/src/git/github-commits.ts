import { mapConcurrently } from '../async/index.js';
import { type GitSha, parseGitSha } from '../image/index.js';
import type { GitIdentity } from '../ports/index.js';
import { cleanIdentity, commitMessage } from './commit-message.js';
import { GitError } from './git-error.js';
import { commitSchema, createdSchema, writtenSchema } from './github-schema.js';
import type { GitHubReading } from './github-tree.js';
import type { ResolvedChange, ResolvedCommit } from './tree-changes.js';

/** What {@link makeGitHubCommits} makes. */
export interface GitHubCommitBatch {
  readonly parent: GitSha;
  readonly commits: readonly ResolvedCommit[];
  readonly committer: GitIdentity;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Makes commits on top of each other: two requests each, however many text files they change. They are on no branch yet. */
export async function makeGitHubCommits(reading: GitHubReading, batch: GitHubCommitBatch): Promise<readonly GitSha[]> {
  const { api, signal } = reading;
  let parent = batch.parent;
  const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}';
  let tree = (await api.call({ route, parameters: { commit_sha: parent }, schema: commitSchema, signal })).tree.sha;
  const made: GitSha[] = [];
  for (const commit of batch.commits) {
    tree = await makeTree(reading, tree, commit.changes);
    const created = await api.call({
      route: 'POST /repos/{owner}/{repo}/git/commits',
      parameters: { ...description(commit, batch), tree, parents: [parent] },
      schema: createdSchema,
      signal,
    });
    parent = requireSha(created.sha);
    made.push(parent);
  }
  return made;
}

/** Makes the first commit of a repository, which the API can only do with a single file. */
export async function makeFirstGitHubCommit(
  { api, signal }: GitHubReading,
  batch: Omit<GitHubCommitBatch, 'parent'> & { readonly branch: string },
): Promise<readonly GitSha[]> {
  const [commit, ...more] = batch.commits;
  const [change, ...others] = commit?.changes ?? [];
  if (commit === undefined || change?.kind !== 'write' || more.length + others.length > 0 || change.mode !== '100644') {
    throw new GitError(
      'git-not-supported',
      'GitHub makes the first commit of a repository with a single plain file only',
    );
  }
  const content = Buffer.from(change.content).toString('base64');
  const written = await api.call({
    route: `PUT /repos/{owner}/{repo}/contents/${change.path.split('/').map(encodeURIComponent).join('/')}`,
    parameters: { ...description(commit, batch), branch: batch.branch, content },
    schema: writtenSchema,
    signal,
  });
  return [requireSha(written.commit.sha)];
}

function description(commit: ResolvedCommit, { committer, time }: Pick<GitHubCommitBatch, 'committer' | 'time'>) {
  const date = new Date(time).toISOString();
  return {
    message: commitMessage(commit),
    author: { ...cleanIdentity(commit.author), date },
    committer: { ...cleanIdentity(committer), date },
  };
}

async function makeTree(reading: GitHubReading, base: string, changes: readonly ResolvedChange[]): Promise<string> {
  if (changes.length === 0) return base;
  const tree = await mapConcurrently(changes, reading, (change, signal) => treeItem({ ...reading, signal }, change));
  const created = await reading.api.call({
    route: 'POST /repos/{owner}/{repo}/git/trees',
    parameters: { base_tree: base, tree },
    schema: createdSchema,
    signal: reading.signal,
  });
  return created.sha;
}

/** Text goes into the request for the tree; other bytes have to be stored first. */
async function treeItem({ api, signal }: GitHubReading, change: ResolvedChange) {
  const { path } = change;
  if (change.kind === 'delete') return { path, mode: '100644', type: 'blob', sha: null };
  const item = { path, mode: change.mode, type: 'blob' };
  const content = Buffer.from(change.content);
  const text = content.toString('utf8');
  if (Buffer.from(text).equals(content)) return { ...item, content: text };
  const created = await api.call({
    route: 'POST /repos/{owner}/{repo}/git/blobs',
    parameters: { content: content.toString('base64'), encoding: 'base64' },
    schema: createdSchema,
    signal,
  });
  return { ...item, sha: created.sha };
}

function requireSha(text: string): GitSha {
  const sha = parseGitSha(text);
  if (sha === undefined)
    throw new GitError('git-answer', `GitHub gave ${JSON.stringify(text)} where a commit id was due`);
  return sha;
}
