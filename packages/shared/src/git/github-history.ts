import { mapConcurrently } from '../async/index.js';
import { parseGitSha } from '../image/index.js';
import type { CommitSummary, FileHistoryEntry, GitHistory } from '../ports/index.js';
import { GitError } from './git-error.js';
import { readGitHubBlobs } from './github-blobs.js';
import { commitListSchema, contentSchema } from './github-schema.js';
import type { GitHubReading } from './github-tree.js';
import { checkTreePath } from './tree-path.js';

const pageSize = 100;

/** History by the API: a request for each hundred commits of a path, two for each old file. */
export function createGitHubHistory(reading: Omit<GitHubReading, 'signal'>): GitHistory {
  const { api } = reading;
  const log: GitHistory['log'] = async ({ from, path, limit, signal }) => {
    const commits: CommitSummary[] = [];
    for (let page = 1; commits.length < limit; page += 1) {
      const wanted = { sha: from, per_page: Math.min(limit, pageSize), page };
      const found = await api.call({
        route: 'GET /repos/{owner}/{repo}/commits',
        parameters: path === undefined ? wanted : { ...wanted, path: checkTreePath(path) },
        schema: commitListSchema,
        signal,
      });
      commits.push(...found.map(summary));
      if (found.length < wanted.per_page) break;
    }
    return commits.slice(0, limit);
  };
  return {
    log,
    async changes({ from, paths, limit, signal: caller }) {
      const logs = await mapConcurrently(paths, { ...reading, signal: caller }, (path, signal) =>
        log({ from, path, limit, signal }),
      );
      return joinLogs(paths, logs).slice(0, limit);
    },
    async filesAt(versions, { signal: caller } = {}) {
      const ids = await mapConcurrently(versions, { ...reading, signal: caller }, async ({ commit, path }, signal) => {
        const parts = checkTreePath(path).split('/').map(encodeURIComponent);
        const route = `GET /repos/{owner}/{repo}/contents/${parts.join('/')}`;
        const answer = await api.ask({ route, parameters: { ref: commit }, schema: contentSchema, signal }, [404]);
        if (answer.kind === 'refused' || !('sha' in answer.value) || answer.value.type !== 'file') return undefined;
        return answer.value.sha;
      });
      const contents = await readGitHubBlobs(
        { ...reading, signal: caller },
        ids.filter((id) => id !== undefined),
      );
      return ids.map((id) => (id === undefined ? undefined : contents.get(id)));
    },
  };
}

/** The logs of single paths as one, newest first. GitHub tells what changed a path where it was committed, and nothing of the merge that brought it. */
function joinLogs(paths: readonly string[], logs: readonly (readonly CommitSummary[])[]): readonly FileHistoryEntry[] {
  const entries = new Map<string, { readonly commit: CommitSummary; readonly paths: string[] }>();
  for (const [index, path] of paths.entries()) {
    for (const commit of logs[index] ?? []) {
      const entry = entries.get(commit.sha) ?? { commit, paths: [] };
      entry.paths.push(path);
      entries.set(commit.sha, entry);
    }
  }
  return [...entries.values()].sort((one, other) => other.commit.committedAt - one.commit.committedAt);
}

function summary({ sha, parents, commit }: (typeof commitListSchema)['_output'][number]): CommitSummary {
  const [subject = '', ...rest] = commit.message.split('\n');
  const id = parseGitSha(sha);
  if (id === undefined) throw new GitError('git-answer', `GitHub gave ${sha} where a commit id was due`);
  return {
    sha: id,
    parents: parents.flatMap((parent) => parseGitSha(parent.sha) ?? []),
    author: { name: commit.author.name, email: commit.author.email },
    committedAt: Date.parse(commit.committer.date),
    subject,
    body: rest.join('\n').trim(),
  };
}
