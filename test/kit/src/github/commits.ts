import type { BareRepository } from '../git/index.js';
import { type ApiAnswer, created, ok, type RepositoryCall } from './call.js';
import { refuseEmpty, resolveObject } from './objects.js';
import { GitHubProblem, notFound } from './problem.js';
import { bodies, parseBody } from './schema.js';

/** A person in a commit; the time in any form git reads. */
export interface CommitPerson {
  readonly name: string;
  readonly email: string;
  readonly date?: string | undefined;
}

const bot: CommitPerson = { name: 'octo[bot]', email: 'octo@example.com' };

/** `GET git/commits/{commit}`. */
export async function getCommit({ state: { git } }: RepositoryCall, name: string): Promise<ApiAnswer> {
  const sha = await resolveObject(git, name, 'commit');
  if (sha === undefined) throw notFound();
  return ok({ sha, tree: { sha: await git.git(['rev-parse', `${sha}^{tree}`]) } });
}

/** `POST git/commits`. */
export async function createCommit({ state: { git }, body }: RepositoryCall): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const { message, tree, parents, author, committer } = parseBody(bodies.createCommit, body);
  for (const parent of parents) {
    if ((await resolveObject(git, parent, 'commit')) === undefined)
      throw new GitHubProblem(422, 'Parent SHA does not exist');
  }
  if ((await resolveObject(git, tree, 'tree')) === undefined) throw new GitHubProblem(422, 'Tree SHA does not exist');
  const sha = await commitTree(git, { tree, parents, message, author, committer });
  // Without people of its own a commit is GitHub's, which signs it.
  const verified = author === undefined && committer === undefined;
  return created({ sha, tree: { sha: tree }, message, verification: { verified } });
}

/** A commit to write. */
export interface WrittenCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author?: CommitPerson | undefined;
  readonly committer?: CommitPerson | undefined;
}

/** Writes a commit object. */
export function commitTree(git: BareRepository, commit: WrittenCommit): Promise<string> {
  const author = commit.author ?? commit.committer ?? bot;
  const committer = commit.committer ?? author;
  const env = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    ...(author.date === undefined ? {} : { GIT_AUTHOR_DATE: author.date }),
    ...(committer.date === undefined ? {} : { GIT_COMMITTER_DATE: committer.date }),
  };
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return git.git(['commit-tree', commit.tree, ...parents, '-F', '-'], { env, input: commit.message });
}

const fields = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

/** `GET commits`: of a revision, of a path, by pages. */
export async function listCommits({ state: { git }, query }: RepositoryCall): Promise<ApiAnswer> {
  const from = await resolveObject(git, query.get('sha') ?? 'HEAD', 'commit');
  if (from === undefined) throw notFound();
  const size = Number(query.get('per_page') ?? 30);
  const skip = (Number(query.get('page') ?? 1) - 1) * size;
  const path = query.get('path');
  const format = `--format=${fields.join('%x00')}`;
  const range = [`--max-count=${size}`, `--skip=${skip}`, from, ...(path === null ? [] : ['--', path])];
  const values = (await git.git(['log', '-z', format, ...range])).split('\0');
  const commits = [];
  for (let at = 0; at + fields.length <= values.length; at += fields.length) {
    const [sha, parents = '', name, email, date, committer, address, committed, message = ''] = values.slice(at);
    commits.push({
      sha,
      parents: parents
        .split(' ')
        .filter(Boolean)
        .map((parent) => ({ sha: parent })),
      commit: {
        message: message.trimEnd(),
        author: { name, email, date },
        committer: { name: committer, email: address, date: committed },
      },
    });
  }
  return ok(commits);
}
