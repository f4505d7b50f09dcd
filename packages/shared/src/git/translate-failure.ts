import { errorCode, errorMessage } from '../errors/index.js';
import { GitError, type GitErrorCode } from './git-error.js';

interface FailureRow {
  readonly says: RegExp;
  readonly code: GitErrorCode;
  readonly hint?: string;
}

/**
 * What git, curl and ssh say, and what it means; the first row that matches wins. Git has no other machine-readable answer than
 * its English (LC_ALL=C).
 */
const rows: readonly FailureRow[] = [
  { says: /does not allow request for unadvertised object/, code: 'git-filter-refused' },
  {
    says: /gpg failed to sign|failed to write commit object|Couldn't load public key|cannot run ssh-keygen/i,
    code: 'git-signing',
  },
  {
    says: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'git-host-key',
    hint: "The server's host key has changed. If that was planned, replace it in the known hosts; if not, somebody may be in between.",
  },
  {
    says: /Host key verification failed|No .* host key is known for/,
    code: 'git-host-key',
    hint: "Add the server's host key to the known hosts.",
  },
  { says: /cannot run ssh|\bssh: (?:command )?not found|ssh: No such file/, code: 'git-ssh-not-found' },
  { says: /couldn't find remote ref|Remote branch .* not found/, code: 'git-branch-not-found' },
  { says: /mismatched algorithms/, code: 'git-object-format' },
  {
    says: /Repository not found|repository '.*' not found|does not appear to be a git repository|returned error: 404|project you were looking for could not be found/i,
    code: 'git-repository-not-found',
  },
  {
    says: /Authentication failed|could not read (?:Username|Password)|returned error: 40[13]|Permission denied \(|Invalid username or password|Load key .*: /i,
    code: 'git-authentication',
  },
  { says: /returned error: 429/, code: 'git-rate-limited' },
  { says: /returned error: 30\d|unable to update url base from redirection/, code: 'git-redirected' },
  { says: /SSL certificate|certificate verif|server certificate|certificate subject name|SSL: /i, code: 'git-tls' },
  {
    says: /Could not resolve host|Failed to connect|Couldn't connect to server|Connection (?:refused|reset|closed)|No route to host|Network is unreachable|early EOF|unexpected disconnect|hung up unexpectedly|RPC failed|returned error: 5\d\d|Empty reply from server|transfer closed|Recv failure|Send failure/i,
    code: 'git-unreachable',
  },
  { says: /Operation timed out|Connection timed out|Operation too slow/i, code: 'git-timeout' },
  { says: /transport '.*' not allowed|strange (?:hostname|pathname) .*blocked/, code: 'git-url' },
  {
    says: /not a git repository|is corrupt|file .* is empty|unable to read (?:tree|sha1)|bad config|\.(?:pack|idx)\b.* (?:cannot|does not|is|has) |object [0-9a-f]+ not found|\.lock': File exists|invalid index-pack|shallow file has changed|bad tree object|wrong index|packed object .* is/i,
    code: 'git-mirror-damaged',
  },
  {
    says: /not our ref|did not send all necessary objects|bad object|not a (?:tree|valid) object|unable to find|invalid object|Not a valid object name|reference is not a tree/i,
    code: 'git-object-missing',
  },
];

/** Turns a failed git process into a `GitError`. `address` is what it was about. */
export function translateFailure(error: unknown, address: string): unknown {
  switch (errorCode(error)) {
    case 'process-not-found':
      return new GitError('git-not-found', 'The git program could not be started', { cause: error });
    case 'process-timeout':
      return new GitError('git-timeout', `Git took too long with ${address}`, { cause: error });
    case 'process-output-too-large':
      return new GitError('git-too-large', `Git gave more than the limit for ${address}`, { cause: error });
    case 'process-failed':
      return fromWords(error, address);
    default:
      return error;
  }
}

function fromWords(error: unknown, address: string): GitError {
  const stderr = whatItWrote(error);
  // What the server's side says of itself must not be taken for what ours says.
  const ours = stderr.replaceAll(/^remote: .*$/gm, '');
  const row = rows.find(({ says }) => says.test(ours));
  return new GitError(row?.code ?? 'git-failed', `Git failed with ${address}: ${lastWords(error)}`, {
    cause: error,
    hint: row?.hint,
  });
}

/** The end of what a failed process wrote, in one line. */
export function lastWords(error: unknown): string {
  const lines = whatItWrote(error)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '');
  return lines.slice(-4).join(' ').slice(-600);
}

function whatItWrote(error: unknown): string {
  return stderrOf(error) ?? errorMessage(error);
}

/** What the process wrote, where the error is of one that ran. */
function stderrOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('stderr' in error)) return undefined;
  return typeof error.stderr === 'string' ? error.stderr : undefined;
}
