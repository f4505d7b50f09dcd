import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BareRepository } from '../git/index.js';
import { type ApiAnswer, created, ok, type RepositoryCall } from './call.js';
import { GitHubProblem, notFound } from './problem.js';
import { bodies, parseBody } from './schema.js';

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

/** `GET git/trees/{tree}`, with `recursive` the whole of it. */
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

/** `POST git/trees`: a tree with entries written over those of `base_tree`. */
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

/** `GET git/blobs/{blob}`. */
export async function getBlob({ state: { git } }: RepositoryCall, name: string): Promise<ApiAnswer> {
  const sha = await resolveObject(git, name, 'blob');
  if (sha === undefined) throw notFound();
  const content = await git.gitBytes(['cat-file', 'blob', sha]);
  return ok({ sha, size: content.length, encoding: 'base64', content: wrap(content.toString('base64')) });
}

/** GitHub breaks base64 into lines. */
export const wrap = (base64: string): string => base64.replace(/.{60}/g, '$&\n');

/** `POST git/blobs`. */
export async function createBlob({ state: { git }, body }: RepositoryCall): Promise<ApiAnswer> {
  await refuseEmpty(git);
  const { content, encoding } = parseBody(bodies.createBlob, body);
  return created({ sha: await writeBlob(git, Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')) });
}
