import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createGitHubRepository,
  type GitDependencies,
  type GitHubCredentials,
  type GitRepositoryOptions,
  normalizeGitUrl,
  openCommitOrder,
  openGitRepository,
} from '@towline/shared/git';
import type { CommitOrder, GitHistory, GitRepository } from '@towline/shared/ports';
import type { GitCredentials } from '../../core/application/write-back/write-target.js';
import { type AccessPlaces, findAccess } from './find-access.js';
import { gitHubPlace } from './github-place.js';
import type { RepositoryAccess } from './repository-access.js';

/** Enough to see what was taken back lately. Whoever must see further back has more fetched; a mirror that is kept has all. */
const depthWithoutCache = 300;

/** What repositories are opened with. */
export interface ManifestRepositoriesOptions extends Pick<GitRepositoryOptions, 'identity' | 'signing' | 'limits'> {
  /** Where mirrors are kept from one start to the next. Absent: in a folder that goes in the end, with as much history as it takes. */
  readonly cacheDirectory?: string | undefined;
  /**
   * `api`: commits are made by GitHub's API, which signs them, where the credentials are those of a GitHub App; by git everywhere else, as at
   * argocd-image-updater. Default: git.
   */
  readonly commits?: 'git' | 'api' | undefined;
  /** Allow `file://` addresses. */
  readonly allowFiles?: boolean | undefined;
}

/** Which repository, with which credentials. */
export interface RepositoryQuestion {
  readonly repository: string;
  readonly credentials: GitCredentials;
}

/** A repository that is written, and whose history is asked. */
export type ManifestRepository = GitRepository & GitHistory & Partial<AsyncDisposable>;

/** Opens each manifest repository once for all who ask with the same credentials. */
export interface ManifestRepositories extends AsyncDisposable {
  open(
    question: RepositoryQuestion,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ManifestRepository>;
  /** The commits of a source repository, without files and without a bound on how many. */
  commits(question: RepositoryQuestion, options?: { readonly signal?: AbortSignal | undefined }): Promise<CommitOrder>;
  /** How a repository is reached: for those who speak to its host besides Git. */
  access(
    question: RepositoryQuestion,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<RepositoryAccess>;
}

/** {@link ManifestRepositories} by the git program. */
export function createManifestRepositories(
  dependencies: GitDependencies & { readonly places: AccessPlaces },
  options: ManifestRepositoriesOptions,
): ManifestRepositories {
  const { places } = dependencies;
  const accesses = new Map<string, Promise<RepositoryAccess>>();
  const repositories = new Map<string, Promise<ManifestRepository>>();
  const orders = new Map<string, Promise<CommitOrder & AsyncDisposable>>();
  let temporary: Promise<string> | undefined;
  const directory = (key: string): Promise<string> => {
    const name = createHash('sha256').update(key).digest('hex').slice(0, 20);
    if (options.cacheDirectory !== undefined) return Promise.resolve(join(options.cacheDirectory, 'git', name));
    temporary ??= mkdtemp(join(dependencies.environment.TMPDIR || tmpdir(), 'argo-updater-'));
    return temporary.then((root) => join(root, name));
  };
  const access: ManifestRepositories['access'] = (question, { signal } = {}) =>
    remembered(accesses, keyOf(question), () => findAccess(places, { ...question, signal }));
  const reach = async (question: RepositoryQuestion, waiting: { readonly signal?: AbortSignal | undefined }) => {
    const { credentials, tls, proxy } = await access(question, waiting);
    const place = { url: question.repository, directory: await directory(keyOf(question)), credentials, tls };
    return { through: throughProxy(dependencies, proxy), place };
  };
  return {
    access,
    open: (question, waiting = {}) =>
      remembered(repositories, keyOf(question), async () => {
        const { through, place } = await reach(question, waiting);
        const { cacheDirectory, commits, ...given } = options;
        const { url, credentials } = place;
        if (commits === 'api' && credentials.kind === 'github-app')
          return byApi({ url, credentials }, options, dependencies);
        return openGitRepository(through, {
          ...given,
          ...place,
          depth: cacheDirectory === undefined ? depthWithoutCache : undefined,
        });
      }),
    commits: (question, waiting = {}) =>
      remembered(orders, keyOf(question), async () => {
        const { through, place } = await reach(question, waiting);
        const { limits, allowFiles } = options;
        return openCommitOrder(through, { ...place, limits, allowFiles });
      }),
    async [Symbol.asyncDispose]() {
      const opened = await Promise.allSettled([...repositories.values(), ...orders.values()]);
      for (const each of opened) if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]?.();
      if (temporary !== undefined) await rm(await temporary, { recursive: true, force: true });
    },
  };
}

function byApi(
  { url, credentials }: { readonly url: string; readonly credentials: GitHubCredentials },
  { identity }: ManifestRepositoriesOptions,
  { clock, fetch }: GitDependencies,
): ManifestRepository {
  return createGitHubRepository(
    { clock, fetch },
    { ...gitHubPlace(url, credentials), credentials, identity, commits: 'verified' },
  );
}

/** Mirrors are not shared between credentials: what one may see, another may not. */
function keyOf({ repository, credentials }: RepositoryQuestion): string {
  return JSON.stringify([normalizeGitUrl(repository) || repository, credentials]);
}

function throughProxy(dependencies: GitDependencies, proxy: string | undefined): GitDependencies {
  if (proxy === undefined) return dependencies;
  const environment = { ...dependencies.environment, HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy };
  return { ...dependencies, environment };
}

/** Remembers what was made, and no failure. */
function remembered<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
