import { type ApiAnswer, created, ok, type RepositoryCall } from './call.js';
import {
  askHook,
  commitTree,
  isEmpty,
  resolveObject,
  resolvePath,
  wrap,
  writeBlob,
  writeTree,
} from './git-database.js';
import { GitHubProblem, notFound } from './problem.js';
import { bodies, parseBody } from './schema.js';

export async function getRepository({ state, url }: RepositoryCall): Promise<ApiAnswer> {
  const branch = (await state.git.git(['symbolic-ref', 'HEAD'])).replace('refs/heads/', '');
  const { owner, name } = state;
  return ok({ name, full_name: `${owner}/${name}`, default_branch: branch, url: `${url}/repos/${owner}/${name}` });
}

export async function getContents({ state: { git }, query }: RepositoryCall, path: string): Promise<ApiAnswer> {
  const tree = query.get('ref') ?? 'HEAD';
  const blob = await resolvePath(git, { tree, path, type: 'blob' });
  if (blob === undefined) {
    if ((await resolvePath(git, { tree, path, type: 'tree' })) === undefined) throw notFound();
    const names = await git.git(['ls-tree', '-z', '--name-only', `${tree}:${path}`]);
    return ok(
      names
        .split('\0')
        .filter(Boolean)
        .map((entry) => ({ name: entry, path: `${path}/${entry}` })),
    );
  }
  const content = await git.gitBytes(['cat-file', 'blob', blob]);
  return ok({
    type: 'file',
    path,
    sha: blob,
    size: content.length,
    encoding: 'base64',
    content: wrap(content.toString('base64')),
  });
}

export async function putContents({ state: { git }, body }: RepositoryCall, path: string): Promise<ApiAnswer> {
  const { message, content, sha, branch: given, author, committer } = parseBody(bodies.putContents, body);
  const ref = given === undefined ? await git.git(['symbolic-ref', 'HEAD']) : `refs/heads/${given}`;
  const parent = await resolveObject(git, ref, 'commit');
  if (parent === undefined && !(await isEmpty(git))) throw new GitHubProblem(404, `Branch ${given} not found`);
  const before = parent === undefined ? undefined : await resolvePath(git, { tree: parent, path, type: 'blob' });
  if (before !== sha) throw new GitHubProblem(before === undefined ? 422 : 409, `${path} does not match ${sha}`);
  const blob = await writeBlob(git, Buffer.from(content, 'base64'));
  const tree = await writeTree(git, parent, [`100644 ${blob}\t${path}\0`]);
  const commit = await commitTree(git, {
    tree,
    parents: parent === undefined ? [] : [parent],
    message,
    author,
    committer,
  });
  await askHook(git, ref, commit);
  await git.git(['update-ref', ref, commit, parent ?? '']);
  return created({ content: { path, sha: blob }, commit: { sha: commit } });
}

const fields = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

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

export async function createStatus(
  { state: { git, statuses }, body }: RepositoryCall,
  name: string,
): Promise<ApiAnswer> {
  const status = parseBody(bodies.status, body);
  const sha = await resolveObject(git, name, 'commit');
  if (sha === undefined) throw new GitHubProblem(422, `No commit found for SHA: ${name}`);
  statuses.set(sha, [status, ...(statuses.get(sha) ?? [])]);
  return created(status);
}

export async function listStatuses({ state: { statuses } }: RepositoryCall, name: string): Promise<ApiAnswer> {
  return ok(statuses.get(name) ?? []);
}
