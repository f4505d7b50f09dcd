import { errorCode } from '../errors/index.js';
import type { GitSha } from '../image/index.js';
import type { Logger } from '../ports/index.js';
import type { Conversation } from './conversation.js';
import { fetchBranch } from './fetch-branch.js';

/** How far back the mirror reaches that was fetched with a depth, and further where somebody asks. */
export interface Horizon {
  /** What is fetched of a branch now; all of it where undefined. */
  readonly depth: number | undefined;
  /** Which branch a commit was seen on: what is deepened is a branch, since not every server gives commits by their ids. */
  sawBranch(commit: GitSha, branch: string): void;
  /** Whether history ends before its beginning. */
  isNear(conversation: Conversation, signal: AbortSignal | undefined): Promise<boolean>;
  /** Fetches more of the history of a commit; false where no more is to be had. */
  deepen(conversation: Conversation, from: GitSha, signal: AbortSignal | undefined): Promise<boolean>;
}

/** What a {@link Horizon} works with. */
export interface HorizonOptions {
  readonly depth: number | undefined;
  /** Whether file contents are left out. */
  readonly filters: () => Promise<boolean>;
  readonly address: string;
  readonly log: Logger;
}

/** Few steps: each is a request, and who looks further back than the first seldom finds anything near. */
const timesDeeper = 10;
/** Nobody is to wait for the whole past of a repository whose people have committed a hundred times a day for a year. */
const deepest = 30_000;
const timeForDeepeningMs = 300_000;

/** The horizon of a mirror that is fetched with `depth` at first. */
export function createHorizon({ depth: first, filters, address, log }: HorizonOptions): Horizon {
  const branches = new Map<GitSha, string>();
  let depth = first;
  let isTold = false;
  const giveUp = (reason: string): false => {
    if (!isTold) {
      const fields = { repository: address, commits: depth, reason };
      log.warn(fields, 'The history of a repository is followed no further: what was taken back before is not known');
    }
    isTold = true;
    return false;
  };
  return {
    get depth() {
      return depth;
    },
    sawBranch(commit, branch) {
      branches.clear();
      branches.set(commit, branch);
    },
    async isNear({ local }, signal) {
      if (depth === undefined) return false;
      const args = ['rev-parse', '--is-shallow-repository'];
      return (await local.text({ args, signal })).trim() === 'true';
    },
    async deepen(conversation, from, signal) {
      const branch = branches.get(from);
      if (depth === undefined || branch === undefined) return false;
      if (depth >= deepest) return giveUp('it is long');
      const deeper = Math.min(depth * timesDeeper, deepest);
      try {
        const extraTimeMs = timeForDeepeningMs;
        await fetchBranch(conversation, { branch, depth: deeper, filters: await filters(), extraTimeMs, signal });
      } catch (error) {
        if (errorCode(error) !== 'git-timeout' && errorCode(error) !== 'git-too-large') throw error;
        return giveUp('it takes too long to fetch');
      }
      depth = deeper;
      return true;
    },
  };
}
