declare const brand: unique symbol;

/** A full commit id: 40 hex digits (SHA-1) or 64 (SHA-256), in lower case. */
export type GitSha = string & { readonly [brand]: 'GitSha' };

const fullSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The commit id in `text`, or undefined where it is no full one. */
export function parseGitSha(text: string): GitSha | undefined {
  const lower = text.toLowerCase();
  return fullSha.test(lower) ? (lower as GitSha) : undefined;
}
