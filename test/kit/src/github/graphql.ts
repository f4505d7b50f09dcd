import { enableAutoMerge } from './auto-merge.js';
import { type ApiAnswer, ok, type RepositoryState } from './call.js';
import { commitTree } from './commits.js';
import { resolveObject, writeBlob, writeTree } from './objects.js';
import { GitHubProblem } from './problem.js';
import { askHook } from './refs.js';
import { bodies, parseBody } from './schema.js';

/** How the fake finds a repository. */
type Find = (owner: string, name: string) => RepositoryState | undefined;

/**
 * Answers what is used of GraphQL: the mutations `createCommitOnBranch` and `enablePullRequestAutoMerge`, and the texts of blobs by their ids. Refusals are errors in a 200, as
 * GraphQL has it.
 */
export async function answerGraphql(
  body: unknown,
  { find, autoMerge }: { readonly find: Find; readonly autoMerge: boolean },
): Promise<ApiAnswer> {
  const { query, variables } = parseBody(bodies.graphql, body);
  if (/\benablePullRequestAutoMerge\s*\(/.test(query)) return enableAutoMerge(variables, { find, allowed: autoMerge });
  if (/\bcreateCommitOnBranch\s*\(\s*input:\s*\$input\s*\)/.test(query)) return createCommitOnBranch(variables, find);
  if (/\brepository\s*\(\s*owner:\s*\$owner,\s*name:\s*\$name\s*\)/.test(query))
    return blobTexts(query, variables, find);
  return refusal('undefinedField', 'the fake knows two mutations and the texts of blobs only');
}

async function blobTexts(query: string, variables: unknown, find: Find): Promise<ApiAnswer> {
  const { owner, name } = parseBody(bodies.repositoryVariables, variables);
  const state = find(owner, name);
  if (state === undefined)
    return refusal('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  const repository: Record<string, { text: string | null } | null> = {};
  for (const [, alias = '', id = ''] of query.matchAll(/(\w+):\s*object\(oid:\s*"([0-9a-f]+)"\)/g)) {
    const sha = await resolveObject(state.git, id, 'blob');
    const bytes = sha === undefined ? undefined : await state.git.gitBytes(['cat-file', 'blob', sha]);
    // A NUL makes it binary; other bytes that are no UTF-8 come out replaced.
    repository[alias] = bytes === undefined ? null : { text: bytes.includes(0) ? null : bytes.toString('utf8') };
  }
  return ok({ data: { repository } });
}

async function createCommitOnBranch(variables: Readonly<Record<string, unknown>>, find: Find): Promise<ApiAnswer> {
  const input = parseBody(bodies.createCommitOnBranch, variables.input);
  const [owner = '', name = ''] = input.branch.repositoryNameWithOwner.split('/');
  const state = find(owner, name);
  if (state === undefined)
    return refusal('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  const { git } = state;
  const ref = `refs/heads/${input.branch.branchName}`;
  const head = await resolveObject(git, ref, 'commit');
  if (head === undefined) return refusal('NOT_FOUND', `No branch named ${input.branch.branchName}`);
  if (head !== input.expectedHeadOid) {
    return refusal(
      'STALE_DATA',
      `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
    );
  }
  const lines: string[] = [];
  for (const { path, contents } of input.fileChanges.additions) {
    lines.push(`100644 ${await writeBlob(git, Buffer.from(contents, 'base64'))}\t${path}\0`);
  }
  for (const { path } of input.fileChanges.deletions) lines.push(`0 ${'0'.repeat(40)}\t${path}\0`);
  const tree = await writeTree(git, head, lines);
  const { headline, body: text } = input.message;
  const message = text === '' ? headline : `${headline}\n\n${text}`;
  const oid = await commitTree(git, { tree, parents: [head], message });
  try {
    await askHook(git, ref, oid);
  } catch (error) {
    if (error instanceof GitHubProblem) return refusal('UNPROCESSABLE', error.message);
    throw error;
  }
  await git.git(['update-ref', ref, oid, head]);
  return ok({ data: { createCommitOnBranch: { commit: { oid } } } });
}

function refusal(type: string, message: string): ApiAnswer {
  return ok({ data: { createCommitOnBranch: null }, errors: [{ type, path: ['createCommitOnBranch'], message }] });
}
