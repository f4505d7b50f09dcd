import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BareRepository } from '../git/index.js';
import { type ApiAnswer, created, ok, type RepositoryCall } from './call.js';
import { GitHubProblem, notFound } from './problem.js';
import { bodies, parseBody } from './schema.js';

/** A person in a commit; the time in any form git reads. */
export interface CommitPerson {
  readonly name: string;
  readonly email: string;
  readonly date?: string | undefined;
}

const bot: CommitPerson = { name: 'octo[bot]', email: 'octo@example.com' };

/** Whether a repository has no commit at all: GitHub's Git database API does not work on it then. */
export async function isEmpty(git: BareRepository): Promise<boolean> {
  return (await git.git(['for-each-ref', '--count=1', 'refs/heads'])) === '';
}

/** Refuses, as GitHub does, to work on an empty repository. */
export async function refuseEmpty(git: BareRepository): Promise<void> {
  if (await isEmpty(git)) throw new GitHubProblem(409, 'Git Repository is empty.');
}

/** The id of an object of the type, or undefined. */
export async function resolveObject(git: BareRepository, name: string, type: string): Promise<string | undefined> {
  try {
    return await git.git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{${type}}`]);
  } catch {
    return undefined;
  }
}

/** The id of what is at a path of a tree or commit, where it is of the type; undefined where it is not. */
export async function resolvePath(
  git: BareRepository,
  { tree, path, type }: { readonly tree: string; readonly path: string; readonly type?: 'blob' | 'tree' },
): Promise<string | undefined> {
  try {
    const id = await git.git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${tree}:${path}`]);
    return type === undefined || (await git.git(['cat-file', '-t', id])) === type ? id : undefined;
  } catch {
    return undefined;
  }
}

export async function getRef({ state: { git } }: RepositoryCall, ref: string): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const sha = await resolveObject(git, `refs/${ref}`, 'commit');
  if (sha === undefined) throw notFound();
  return ok(refBody(`refs/${ref}`, sha));
}

export async function createRef({ state: { git }, body }: RepositoryCall): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const { ref, sha } = parseBody(bodies.createRef, body);
  if ((await resolveObject(git, sha, 'commit')) === undefined) throw new GitHubProblem(422, 'Object does not exist');
  if ((await resolveObject(git, ref, 'commit')) !== undefined) throw new GitHubProblem(422, 'Reference already exists');
  await askHook(git, ref, sha);
  await git.git(['update-ref', ref, sha, '']);
  return created(refBody(ref, sha));
}

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

export async function getTree({ state: { git }, query }: RepositoryCall, name: string): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const sha = await resolveObject(git, name, 'tree');
  if (sha === undefined) throw notFound();
  const recursive = query.get('recursive') === null ? [] : ['-r', '-t'];
  const listed = await git.git(['ls-tree', '-z', '--long', '--full-tree', ...recursive, sha]);
  const tree = listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [mode = '', type = '', id = '', size = ''] = line.slice(0, line.indexOf('\t')).split(/ +/);
      const entry = { path: line.slice(line.indexOf('\t') + 1), mode, type, sha: id };
      return type === 'blob' ? { ...entry, size: Number(size) } : entry;
    });
  return ok({ sha, tree, truncated: false });
}

export async function createTree({ state: { git }, body }: RepositoryCall): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const { base_tree: base, tree } = parseBody(bodies.createTree, body);
  const lines: string[] = [];
  for (const { path, mode, sha, content } of tree) {
    if (sha === null && (base === undefined || (await resolvePath(git, { tree: base, path })) === undefined)) {
      throw new GitHubProblem(422, 'GitRPC::BadObjectState');
    }
    const id = sha === undefined ? await writeBlob(git, Buffer.from(content ?? '')) : sha;
    if (id !== null && (await resolveObject(git, id, 'object')) === undefined) {
      throw new GitHubProblem(422, `tree.sha ${id} is not a valid blob`);
    }
    lines.push(id === null ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${id}\t${path}\0`);
  }
  return created({ sha: await writeTree(git, base, lines), tree: [] });
}

/** Writes a tree from a base and lines as `update-index --index-info` reads them. */
export async function writeTree(
  git: BareRepository,
  base: string | undefined,
  lines: readonly string[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-github-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (base !== undefined) await git.git(['read-tree', base], { env });
    await git.git(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
    return await git.git(['write-tree'], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Stores a blob. */
export function writeBlob(git: BareRepository, content: Uint8Array): Promise<string> {
  return git.git(['hash-object', '-w', '--stdin'], { input: content });
}

export async function getBlob({ state: { git } }: RepositoryCall, name: string): Promise<ApiAnswer> {
  const sha = await resolveObject(git, name, 'blob');
  if (sha === undefined) throw notFound();
  const content = await git.gitBytes(['cat-file', 'blob', sha]);
  return ok({ sha, size: content.length, encoding: 'base64', content: wrap(content.toString('base64')) });
}

/** GitHub breaks base64 into lines. */
export const wrap = (base64: string): string => base64.replace(/.{60}/g, '$&\n');

export async function createBlob({ state: { git }, body }: RepositoryCall): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const { content, encoding } = parseBody(bodies.createBlob, body);
  return created({ sha: await writeBlob(git, Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')) });
}

export async function getCommit({ state: { git } }: RepositoryCall, name: string): Promise<ApiAnswer> {
  const sha = await resolveObject(git, name, 'commit');
  if (sha === undefined) throw notFound();
  return ok({ sha, tree: { sha: await git.git(['rev-parse', `${sha}^{tree}`]) } });
}

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
