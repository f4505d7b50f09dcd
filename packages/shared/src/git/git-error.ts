import { CodedError } from '../errors/index.js';

/** What can go wrong with a repository: the codes of {@link GitError}, for the reference page. */
export const gitErrorCodes = {
  'git-not-found': 'The git program is not installed or not on PATH: install git 2.36 or newer.',
  'git-too-old': 'The installed git lacks what is needed: install git 2.36 or newer.',
  'git-ssh-not-found':
    'The repository is reached over SSH and no ssh program is installed: install the OpenSSH client.',
  'git-url': 'The address of the repository is not understood or its protocol is not allowed: use https:// or ssh.',
  'git-authentication':
    'The server did not accept the credentials, or they may not do this: check the user, the token or the key.',
  'git-host-key':
    "The SSH server's host key is unknown or differs from the known one: check it and correct the known hosts.",
  'git-repository-not-found':
    'There is no such repository, or the credentials may not see it: check the address and the access.',
  'git-branch-not-found': 'The repository has no such branch: make it, or correct the name.',
  'git-branch-name': 'The name cannot be the name of a branch: correct it.',
  'git-redirected':
    'The server says that the repository has another address: configure that one. Credentials never follow a redirection.',
  'git-unreachable': 'The server could not be reached or broke off: the next attempt may succeed.',
  'git-tls': "The server's certificate is not trusted: give the CA that signed it.",
  'git-timeout': 'The server or git took longer than its time limit: look for what it waits for, or raise the limit.',
  'git-rate-limited': 'The host refuses more requests for now: wait, or use credentials with a larger allowance.',
  'git-path':
    'The path leaves the repository or cannot be written: it is a folder, a symbolic link, a submodule or below one.',
  'git-commit': 'The commit cannot be made as asked: its message, a trailer or a person is not acceptable.',
  'git-signing':
    'The commit could not be signed: check the signing key, its passphrase, and that gpg or ssh-keygen is installed.',
  'git-too-large': 'More was to be read than the limit allows: read less at once, or raise the limit.',
  'git-object-missing': 'The repository does not have this commit or object any more: take a new snapshot.',
  'git-filter-refused':
    'The server gives nothing by its id, and what is wanted is on no branch that is known: take a new snapshot.',
  'git-object-format': 'The server keeps objects by another hash than the mirror: the mirror is made anew by itself.',
  'git-history-shallow':
    'The repository was opened with a depth, so that its history is not at hand: open it without one.',
  'git-mirror-locked':
    'Another process works on the mirror and did not finish in time: give each process a directory of its own.',
  'git-mirror-damaged': 'The mirror on disk is damaged: the next snapshot makes it anew.',
  'git-not-supported': 'The host cannot do this by its API: use the git program for this repository.',
  'git-answer': "The host's answer is not what its API promises: look whether the address is that of the API.",
  'git-failed': 'Git failed for a reason that is not known better: its last words are in the message.',
} as const;

/** One of {@link gitErrorCodes}. */
export type GitErrorCode = keyof typeof gitErrorCodes;

/** A repository that could not be read or written. */
export class GitError extends CodedError<GitErrorCode> {}
