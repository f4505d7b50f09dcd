import type { GitSha } from '../image/index.js';
import type { SourceBranch } from '../policy/index.js';

/** A person or program in a commit. */
export interface GitIdentity {
  readonly name: string;
  readonly email: string;
}

/** What becomes of one path. The path is relative to the root, with `/`, and never leaves it. */
export type FileChange =
  | { readonly kind: 'write'; readonly path: string; readonly content: Uint8Array; readonly executable?: boolean }
  | { readonly kind: 'delete'; readonly path: string };

/** A commit to make. Its tree is its parent's tree with `changes` applied. */
export interface CommitRequest {
  /** Without trailers. */
  readonly message: string;
  /** `Key: value` lines after the message, in this order. */
  readonly trailers?: readonly (readonly [key: string, value: string])[];
  readonly author: GitIdentity;
  readonly changes: readonly FileChange[];
}

/** What a push came to. A refusal is a value: the caller fetches and plans again. */
export type PushOutcome =
  | { readonly kind: 'accepted'; readonly commits: readonly GitSha[] }
  /** The branch moved since the snapshot. */
  | { readonly kind: 'rejected'; readonly reason: 'branch-moved'; readonly message: string }
  /** The server has a rule against it: a protected branch, a hook, a quota. Pushing again will not help. */
  | { readonly kind: 'rejected'; readonly reason: 'refused-by-server'; readonly message: string };

/** One file or folder of a tree. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'symlink' | 'folder' | 'submodule';
  /** Object id of the blob or tree: the same id is the same content. */
  readonly id: string;
}

/** A commit as history tells it. */
export interface CommitSummary {
  readonly sha: GitSha;
  readonly parents: readonly GitSha[];
  readonly author: GitIdentity;
  /** Milliseconds since the epoch. */
  readonly committedAt: number;
  readonly subject: string;
  readonly body: string;
}

/** A branch at one commit. File contents are brought by {@link GitSnapshot.read}. */
export interface GitSnapshot {
  readonly branch: string;
  /** Undefined where the repository is still empty: pushing onto it makes the first commit. */
  readonly commit: GitSha | undefined;
  /** Everything below `folder` (the root where absent), files and folders, each folder before what is in it. */
  list(folder?: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<readonly TreeEntry[]>;
  /**
   * The contents of these paths, brought together: by one fetch at most, or as few API requests as the host allows. A path that is not a
   * file of the tree is missing from the map.
   */
  read(
    paths: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** What to push. */
export interface PushRequest {
  /** The state the commits were made for: the first one's parent. */
  readonly onto: GitSnapshot;
  /** In order, each on top of the one before; all of them or none reach the branch. */
  readonly commits: readonly CommitRequest[];
  /** The branch that receives them; the snapshot's own where absent. A branch that does not exist is made; one that does is only moved forward. */
  readonly branch?: string | undefined;
  /**
   * For a branch of our own (a pull request's): put the commits there whatever it held, provided that it still holds `expected`
   * (undefined: that it does not exist). Never used on a branch that people push to.
   */
  readonly replace?: { readonly expected: GitSha | undefined } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A repository that is read at one commit and written by commits made without a work tree. Calls on one repository are serial. */
export interface GitRepository {
  /** The commit a branch is at; undefined where there is none. One `ls-remote`, or one API request. */
  head(branch: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<GitSha | undefined>;
  /** The commits that these branches are at; one that does not exist is missing. One `ls-remote` for all of them, or one API request each. */
  heads(
    branches: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ReadonlyMap<string, GitSha>>;
  /** The name of the remote's default branch. */
  defaultBranch(options?: { readonly signal?: AbortSignal | undefined }): Promise<string>;
  /**
   * The branch as it is now: one ref fetch, which brings nothing where it has not moved. Undefined where the repository has branches but
   * not this one; a snapshot without a commit where it has none at all.
   */
  snapshot(branch: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<GitSnapshot | undefined>;
  /** Makes the commits and pushes them together. Throws where nothing can be said of the outcome but that it failed. */
  push(request: PushRequest): Promise<PushOutcome>;
}

/** A commit, and which of the files that were asked for it changed. */
export interface FileHistoryEntry {
  readonly commit: CommitSummary;
  readonly paths: readonly string[];
}

/** Reading of history, for those who hold or explain. */
export interface GitHistory {
  /**
   * Commits reachable from `from`, newest first, that changed `path`, at most `limit` of them. Without a path all of them, and none beyond the
   * depth of what was fetched.
   */
  log(query: {
    readonly from: GitSha;
    readonly path?: string | undefined;
    readonly limit: number;
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly CommitSummary[]>;
  /**
   * The states that a branch went through, newest first, as far as they changed one of `paths`: what a merge brought counts as the merge's. At
   * most `limit` of them, and none beyond the depth of what was fetched, unless `isEnough` says that these are not enough: then more is fetched,
   * as far as there is more. Of a great many paths, `limit` counts what changed anything in their folders.
   */
  changes(query: {
    readonly from: GitSha;
    readonly paths: readonly string[];
    readonly limit: number;
    readonly isEnough?: ((entries: readonly FileHistoryEntry[]) => boolean) | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly FileHistoryEntry[]>;
  /** Files as they were at commits, in the order of the question, brought together; undefined where one did not exist. */
  filesAt(
    versions: readonly { readonly commit: GitSha; readonly path: string }[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<readonly (Uint8Array | undefined)[]>;
}

/** The commits of a source repository, for those who order images by ancestry. */
export interface CommitOrder {
  /**
   * The commits of a branch, or of the default branch where none is named; undefined where there is no such branch. The same object is
   * given again as long as the branch stays where it is.
   */
  commits(
    branch: string | undefined,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<SourceBranch | undefined>;
  /** The name of the author of a commit that was brought; undefined for any other one. */
  author(sha: GitSha, options?: { readonly signal?: AbortSignal | undefined }): Promise<string | undefined>;
}

/** A pull or merge request. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed' | 'merged';
}

/** A host that has pull requests. */
export interface PullRequests {
  /** All open requests for a branch, those from other copies of the repository left out. */
  listOpen(query: {
    readonly base: string;
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly PullRequest[]>;
  findOpen(query: {
    readonly head: string;
    readonly base: string;
    readonly signal?: AbortSignal | undefined;
  }): Promise<PullRequest | undefined>;
  /** What the host refuses of reviewers and of merging by itself is thrown, although the request is open then. */
  open(request: {
    readonly head: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
    readonly labels?: readonly string[];
    /** Who is asked for a review, by the names that the host knows them by. */
    readonly reviewers?: readonly string[];
    /** Ask the host to merge it as soon as its rules allow. */
    readonly autoMerge?: boolean;
    readonly signal?: AbortSignal | undefined;
  }): Promise<PullRequest>;
  update(
    number: number,
    change: {
      readonly title?: string;
      readonly body?: string;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<PullRequest>;
  /** Closes a request, says in a comment why, and deletes the branch that is named; one that is gone already is no failure. */
  close(request: {
    readonly number: number;
    readonly reason: string;
    readonly branch?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<void>;
}
