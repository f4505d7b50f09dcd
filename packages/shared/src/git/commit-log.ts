import { parseGitSha } from '../image/index.js';
import type { CommitSummary } from '../ports/index.js';
import { requireSha } from './fetch-branch.js';

const fields = ['%H', '%P', '%an', '%ae', '%ct', '%s', '%b'] as const;

/** The format for `git log -z` that {@link parseCommitLog} and {@link parseChangeLog} read. */
export const commitLogFormat = `--format=${fields.join('%x00')}`;

/** Parses the output of `git log -z` in {@link commitLogFormat}. */
export function parseCommitLog(output: string): readonly CommitSummary[] {
  const values = output.split('\0');
  const commits: CommitSummary[] = [];
  for (let at = 0; at + fields.length <= values.length; at += fields.length) commits.push(commitAt(values, at));
  return commits;
}

/** A commit, and what it made of files. */
export interface LoggedChange {
  readonly commit: CommitSummary;
  /** The ids of the contents; undefined where the file did not exist. */
  readonly files: readonly {
    readonly path: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
}

/** Parses the output of `git log -z --raw --no-abbrev` in {@link commitLogFormat}. */
export function parseChangeLog(output: string): readonly LoggedChange[] {
  const values = output.split('\0');
  const changes: LoggedChange[] = [];
  let at = 0;
  while (at + fields.length <= values.length) {
    const commit = commitAt(values, at);
    const files: LoggedChange['files'][number][] = [];
    at += fields.length;
    for (; isRaw(values[at]); at += 2) files.push(fileOf(values[at] ?? '', values[at + 1] ?? ''));
    changes.push({ commit, files });
  }
  return changes;
}

function commitAt(values: readonly string[], at: number): CommitSummary {
  const [sha = '', parents = '', name = '', email = '', time = '', subject = '', body = ''] = values.slice(
    at,
    at + fields.length,
  );
  return {
    sha: requireSha(sha),
    parents: parents.split(' ').flatMap((parent) => parseGitSha(parent) ?? []),
    author: { name, email },
    committedAt: Number(time) * 1000,
    subject,
    body: body.trimEnd(),
  };
}

/** `:100644 100644 <before> <after> M`, the first of a commit behind an empty line. */
function isRaw(value: string | undefined): boolean {
  return value !== undefined && /^\n?:\d/.test(value);
}

function fileOf(raw: string, path: string): LoggedChange['files'][number] {
  const [, , before = '', after = ''] = raw.split(' ');
  return { path, before: idOf(before), after: idOf(after) };
}

function idOf(id: string): string | undefined {
  return /^0*$/.test(id) ? undefined : id;
}
