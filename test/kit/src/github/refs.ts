import type { BareRepository } from '../git/index.js';
import { type ApiAnswer, created, ok, type RepositoryCall } from './call.js';
import { refuseEmpty, resolveObject } from './objects.js';
import { GitHubProblem, notFound } from './problem.js';
import { bodies, parseBody } from './schema.js';

/** `GET git/ref/{ref}`. */
export async function getRef({ state: { git } }: RepositoryCall, ref: string): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const sha = await resolveObject(git, `refs/${ref}`, 'commit');
  if (sha === undefined) throw notFound();
  return ok(refBody(`refs/${ref}`, sha));
}

/** `POST git/refs`. */
export async function createRef({ state: { git }, body }: RepositoryCall): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const { ref, sha } = parseBody(bodies.createRef, body);
  if ((await resolveObject(git, sha, 'commit')) === undefined) throw new GitHubProblem(422, 'Object does not exist');
  if ((await resolveObject(git, ref, 'commit')) !== undefined) throw new GitHubProblem(422, 'Reference already exists');
  await askHook(git, ref, sha);
  await git.git(['update-ref', ref, sha, '']);
  return created(refBody(ref, sha));
}

/** `PATCH git/refs/{ref}`: forward only, unless forced. */
export async function updateRef({ state: { git }, body }: RepositoryCall, name: string): Promise<ApiAnswer> {
  const ref = `refs/${name}`;
  const { sha, force } = parseBody(bodies.updateRef, body);
  const before = await resolveObject(git, ref, 'commit');
  if (before === undefined) throw new GitHubProblem(422, 'Reference does not exist');
  if ((await resolveObject(git, sha, 'commit')) === undefined) throw new GitHubProblem(422, 'Object does not exist');
  if (!force && !(await isAncestor(git, before, sha))) throw new GitHubProblem(422, 'Update is not a fast forward');
  await askHook(git, ref, sha);
  await git.git(['update-ref', ref, sha, before]);
  return ok(refBody(ref, sha));
}

/** `DELETE git/refs/{ref}`. */
export async function deleteRef({ state: { git } }: RepositoryCall, name: string): Promise<ApiAnswer> {
  if ((await resolveObject(git, `refs/${name}`, 'commit')) === undefined) {
    throw new GitHubProblem(422, 'Reference does not exist');
  }
  await git.git(['update-ref', '-d', `refs/${name}`]);
  return { status: 204, body: undefined };
}

const refBody = (ref: string, sha: string) => ({ ref, object: { type: 'commit', sha } });

async function isAncestor(git: BareRepository, ancestor: string, of: string): Promise<boolean> {
  return git.git(['merge-base', '--is-ancestor', ancestor, of]).then(
    () => true,
    () => false,
  );
}

/** Protection of branches is a hook of the repository, so that Git and the API refuse the same. */
export async function askHook(git: BareRepository, ref: string, sha: string): Promise<void> {
  try {
    await git.git(['hook', 'run', '--ignore-missing', 'update', '--', ref, '0'.repeat(sha.length), sha]);
  } catch (error) {
    const said = error instanceof Object && 'stderr' in error ? String(error.stderr).trim() : 'Protected branch';
    throw new GitHubProblem(422, said);
  }
}
