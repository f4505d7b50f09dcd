import { parseGitSha } from '../image/index.js';
import type { CommitSummary } from '../ports/index.js';
import { requireSha } from './fetch-branch.js';

const fields = ['%H', '%P', '%an', '%ae', '%ct', '%s', '%b'] as const;

/** The format for `git log -z` that {@link parseCommitLog} reads. */
export const commitLogFormat = `--format=${fields.join('%x00')}`;

/** Parses the output of `git log -z` in {@link commitLogFormat}. */
export function parseCommitLog(output: string): readonly CommitSummary[] {
  const values = output.split('\0');
  const commits: CommitSummary[] = [];
  for (let at = 0; at + fields.length <= values.length; at += fields.length) {
    const [sha = '', parents = '', name = '', email = '', time = '', subject = '', body = ''] = values.slice(at);
    commits.push({
      sha: requireSha(sha),
      parents: parents.split(' ').flatMap((parent) => parseGitSha(parent) ?? []),
      author: { name, email },
      committedAt: Number(time) * 1000,
      subject,
      body: body.trimEnd(),
    });
  }
  return commits;
}
