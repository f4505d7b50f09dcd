/** A `git-branch` taken apart. An empty base is the revision that the source tracks; an empty write branch is the base. */
export interface BranchSetting {
  readonly base: string;
  readonly write: string;
}

/** Reads `base`, `base:write` or `:write`. Undefined where there is more than one colon: a template cannot hold one. */
export function parseBranch(text: string): BranchSetting | undefined {
  const [base = '', write = '', more] = text.trim().split(':');
  return more === undefined ? { base, write } : undefined;
}
