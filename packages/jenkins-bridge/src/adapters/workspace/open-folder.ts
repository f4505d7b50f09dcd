import type { GitSha } from '@towline/shared/image';
import { parseGitSha } from '@towline/shared/image';
import type { Environment } from '@towline/shared/process';
import type { BranchHistory } from '../../core/publish/publication-plan.js';
import type { Checkout } from '../../core/run/checkout.js';
import { answerOf, type FolderGit, gitInFolder } from './git-in-folder.js';
import { readOptionalText } from './read-text.js';
import { type KnownOfSource, readSourceFacts } from './source-facts.js';

/** A folder that is built as it is. */
export interface FolderSource extends KnownOfSource {
  readonly folder: string;
  readonly environment: Environment;
}

/** The work tree of a person. Nothing in it is changed or removed; branches are fetched without moving anything. */
export async function openFolder(source: FolderSource, signal: AbortSignal): Promise<Checkout> {
  const git = gitInFolder(source.folder, source.environment);
  const facts = await readSourceFacts(git, source, signal);
  return {
    folder: source.folder,
    facts,
    history: (branch, inner) => readHistory(git, { sha: facts.sha, branch }, inner),
    readText: (path) => readOptionalText(source.folder, path),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function readHistory(
  git: FolderGit,
  { sha, branch }: { readonly sha: GitSha; readonly branch: string },
  signal: AbortSignal,
): Promise<BranchHistory> {
  const tip = await fetchTip(git, branch, signal);
  if (tip === undefined) return { kind: 'unknown', why: 'not-fetched' };
  if ((await answerOf(git, ['rev-parse', '--is-shallow-repository'], signal)) !== 'false') {
    return { kind: 'unknown', why: 'shallow' };
  }
  if ((await answerOf(git, ['merge-base', '--is-ancestor', sha, tip], signal)) === undefined)
    return { kind: 'off-branch' };
  const printed = await git(['rev-list', '--topo-order', '--ancestry-path', `${sha}..${tip}`], signal);
  return { kind: 'on-branch', newer: printed.split('\n').flatMap((line) => parseGitSha(line) ?? []) };
}

/** The newest commit of a branch where it is shared; of a repository that is shared with nobody, its own. */
async function fetchTip(git: FolderGit, branch: string, signal: AbortSignal): Promise<string | undefined> {
  const ref = `refs/heads/${branch}`;
  if ((await answerOf(git, ['config', '--get', 'remote.origin.url'], signal)) === undefined) {
    return answerOf(git, ['rev-parse', '--quiet', '--verify', ref], signal);
  }
  const listed = await answerOf(git, ['ls-remote', 'origin', ref], signal);
  const tip = parseGitSha(/^([0-9a-f]+)\t/.exec(listed ?? '')?.[1] ?? '');
  if (tip === undefined) return undefined;
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--refmap=', 'origin', ref];
  return (await answerOf(git, fetch, signal)) === undefined ? undefined : tip;
}
