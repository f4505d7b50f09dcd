import type { GitSha } from '@towline/shared/image';
import { indexHistory, type SourceBranch, type SourceHistory } from '@towline/shared/policy';
import type { ManifestRepositories } from './manifest-repositories.js';
import { RepositoryError } from './repository-error.js';

/** A branch of a source repository; its default branch where none is named. */
export interface SourceQuestion {
  readonly repository: string;
  readonly branch: string | undefined;
}

/** The commits of source repositories, in their order. */
export interface SourceHistories {
  read(question: SourceQuestion, waiting?: { readonly signal?: AbortSignal | undefined }): Promise<SourceHistory>;
  /** Who made a commit of a branch that was read; undefined for any other one. */
  author(
    commit: { readonly repository: string; readonly sha: GitSha },
    waiting?: { readonly signal?: AbortSignal | undefined },
  ): Promise<string | undefined>;
}

/** {@link SourceHistories} by Git, with the credentials that Argo CD has. A branch that stays where it is is put in order once. */
export function createSourceHistories(repositories: Pick<ManifestRepositories, 'commits'>): SourceHistories {
  const indexed = new WeakMap<SourceBranch, SourceHistory>();
  return {
    async read({ repository, branch: name }, waiting = {}) {
      const order = await repositories.commits({ repository, credentials: { kind: 'repocreds' } }, waiting);
      const branch = await order.commits(name, waiting);
      if (branch === undefined) {
        throw new RepositoryError('repository-branch-missing', `${repository} has no branch ${name}`);
      }
      const history = indexed.get(branch) ?? indexHistory(branch);
      indexed.set(branch, history);
      return history;
    },
    async author({ repository, sha }, waiting = {}) {
      const order = await repositories.commits({ repository, credentials: { kind: 'repocreds' } }, waiting);
      return order.author(sha, waiting);
    },
  };
}
