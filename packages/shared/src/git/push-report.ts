/** What `git push --porcelain` says of one ref. */
export type PushVerdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly reason: 'branch-moved' | 'refused-by-server'; readonly message: string };

/** The words of client and server for "somebody was quicker". */
const moved =
  /non-fast-forward|fetch first|stale info|already exists|cannot lock ref|failed to update ref|failed to lock|incorrect old value|reference already exists|remote ref updated since checkout/i;

/**
 * Reads the report of a push of one ref; undefined where it says nothing of it, so that the push failed in another way. `stderr` has what
 * the server's hooks said.
 */
export function readPushReport(stdout: string, stderr: string): PushVerdict | undefined {
  const line = stdout.split('\n').find((candidate) => /^[ +*=!-]\t/.test(candidate));
  if (line === undefined) return undefined;
  if (!line.startsWith('!')) return { kind: 'accepted' };
  const summary = line.split('\t')[2] ?? '';
  const said = remoteLines(stderr);
  if (moved.test(summary)) return { kind: 'rejected', reason: 'branch-moved', message: summary };
  const message = said === '' ? summary : `${summary}: ${said}`;
  return { kind: 'rejected', reason: 'refused-by-server', message };
}

/** What the server printed, without the prefix and the empty lines, and not too long for a message. */
function remoteLines(stderr: string): string {
  return stderr
    .split(/[\r\n]+/)
    .flatMap((line) => /^remote: ?(.*)$/.exec(line)?.[1]?.trim() || [])
    .join(' ')
    .slice(0, 1_000);
}
