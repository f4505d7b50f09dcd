import type { GitSha } from '@towline/shared/image';

/** What is known of one build. What is left out is unknown, or there is none: a branch is not known of a tag that is built. */
export interface BuildFacts {
  readonly sha?: GitSha | undefined;
  /** Without `origin/`. Of a change request there is none, only its target. */
  readonly branch?: string | undefined;
  readonly gitTag?: string | undefined;
  readonly changeRequest?: { readonly target: string; readonly author?: string | undefined } | undefined;
  readonly buildNumber?: number | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt?: number | undefined;
  /** What `git describe --tags --always` says. */
  readonly describe?: string | undefined;
  /** The paths that the built commits changed. */
  readonly changedFiles?: readonly string[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Texts of files that tags are made from, by path. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}
