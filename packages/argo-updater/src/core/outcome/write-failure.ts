/** Failures that end only when a person does something. */
const refusals: ReadonlySet<string> = new Set([
  'push-refused',
  'manifest-branch-missing',
  'delivery-unavailable',
  'git-authentication',
  'git-host-key',
  'git-tls',
  'repository-secret-missing',
]);

/** What ends by itself has ended after so many passes. */
const passesAtLeast = 3;

/** Whether people are told that something cannot be written: at once where they must act, else when it has failed again and again. */
export function isForGood(code: string, failuresInARow: number): boolean {
  return refusals.has(code) || failuresInARow >= passesAtLeast;
}
