import { type ApiAnswer, created, ok, type RepositoryCall } from './call.js';
import { commitTree } from './commits.js';
import { isEmpty, resolveObject, resolvePath, wrap, writeBlob, writeTree } from './objects.js';
import { GitHubProblem, notFound } from './problem.js';
import { askHook } from './refs.js';
import { bodies, parseBody } from './schema.js';

/** `GET` of the repository itself. */
export async function getRepository({ state, url }: RepositoryCall): Promise<ApiAnswer> {
  const branch = (await state.git.git(['symbolic-ref', 'HEAD'])).replace('refs/heads/', '');
  const { owner, name } = state;
  return ok({ name, full_name: `${owner}/${name}`, default_branch: branch, url: `${url}/repos/${owner}/${name}` });
}

/** `GET contents/{path}`: a file, or the list of a folder. */
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

/** `PUT contents/{path}`: a commit of one file, also the first one of a repository. */
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

/** `POST statuses/{commit}`. */
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

/** `GET commits/{commit}/statuses`, newest first. */
export async function listStatuses({ state: { statuses } }: RepositoryCall, name: string): Promise<ApiAnswer> {
  return ok(statuses.get(name) ?? []);
}
