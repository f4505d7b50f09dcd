import { errorCode } from '../errors/index.js';
import { type GitSha, parseGitSha } from '../image/index.js';
import type { Conversation } from './conversation.js';
import { GitError } from './git-error.js';
import { partialClone, partialCloneOf } from './partial-clone.js';

/** What is fetched, and how much of its history. */
export interface BranchFetch {
  readonly branch: string;
  readonly depth: number | undefined;
  readonly filters: boolean;
  /** Bring again what is there already, for what was left out with it. */
  readonly refetch?: boolean | undefined;
  /** Leave out folders too. Only for a mirror that is never asked for them. */
  readonly commitsOnly?: boolean | undefined;
  /** On top of the limit of every command. */
  readonly extraTimeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a branch is: at a commit, not there, or nothing is there at all. */
export type BranchState =
  | { readonly kind: 'commit'; readonly commit: GitSha }
  | { readonly kind: 'no-branch' }
  | { readonly kind: 'empty-repository' };

const heads = 'refs/towline/heads/';

/** Where the mirror keeps a branch: flat, so that `a` and `a/b` never stand in each other's way. */
export function branchRef(branch: string): string {
  return `${heads}${encodeURIComponent(branch)}`;
}

/** The branches that the mirror keeps. */
export async function listBranches(
  { local }: Conversation,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const refs = await local.text({ args: ['for-each-ref', '--format=%(refname)', heads], signal });
  return refs.split('\n').flatMap((ref) => (ref === '' ? [] : decodeURIComponent(ref.slice(heads.length))));
}

/** Brings the commits and trees of one branch, no file contents. Servers that know no filters send all; that is as good. */
export async function fetchBranch(conversation: Conversation, fetch: BranchFetch): Promise<BranchState> {
  const { branch, depth, filters, commitsOnly, refetch, extraTimeMs, signal } = fetch;
  const filter = commitsOnly ? 'tree:0' : 'blob:none';
  const ref = branchRef(branch);
  const deep = depth === undefined ? [] : [`--depth=${depth}`];
  const again = refetch ? ['--refetch'] : [];
  const refspec = `+refs/heads/${branch}:${ref}`;
  try {
    await conversation.remote.run({
      config: filters ? partialCloneOf(filter) : [],
      args: ['fetch', ...quietly, ...(filters ? [`--filter=${filter}`] : []), ...again, ...deep, 'origin', refspec],
      extraTimeMs,
      signal,
    });
  } catch (error) {
    if (errorCode(error) !== 'git-branch-not-found') throw error;
    return (await hasBranches(conversation, signal)) ? { kind: 'no-branch' } : { kind: 'empty-repository' };
  }
  const printed = await conversation.local.text({ args: ['rev-parse', '--verify', '--quiet', ref], signal });
  return { kind: 'commit', commit: requireSha(printed.trim()) };
}

/** Brings objects by their ids, all with one request. */
export async function fetchObjects(
  conversation: Conversation,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  await conversation.remote.run({
    // Were we to say which commits we have, the server would take it that we have their files as well.
    config: [...partialClone, ['fetch.negotiationAlgorithm', 'noop']],
    args: ['fetch', ...quietly, withoutFiles, '--stdin', 'origin'],
    input: `${ids.join('\n')}\n`,
    signal,
  });
}

const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head'] as const;
const withoutFiles = '--filter=blob:none';

async function hasBranches(conversation: Conversation, signal: AbortSignal | undefined): Promise<boolean> {
  return (await conversation.remote.text({ args: ['ls-remote', '--heads', 'origin'], signal })).trim() !== '';
}

/** The commit id that git printed. */
export function requireSha(text: string): GitSha {
  const sha = parseGitSha(text);
  if (sha === undefined)
    throw new GitError('git-failed', `Git printed ${JSON.stringify(text)} where a commit id was due`);
  return sha;
}
