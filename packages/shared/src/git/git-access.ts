import type { Secret } from '../secret/index.js';

/** What a git command needs to speak to the server, while it runs: disposing of it removes the files. */
export interface GitAccess extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  /** Configuration that git gets by its environment: nobody sees it in a process list. */
  readonly config: readonly (readonly [key: string, value: string])[];
  readonly secrets: readonly Secret[];
}

/** Gives access to one repository, anew for each conversation. Disposing of it ends what is kept between them. */
export interface AccessProvider extends AsyncDisposable {
  open(): Promise<GitAccess>;
}
