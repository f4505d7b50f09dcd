import type { CommitRequest, GitIdentity } from '../ports/index.js';
import { GitError } from './git-error.js';

/** The whole message of a commit: its text, and after an empty line its trailers. Throws `git-commit` where it has no text. */
export function commitMessage({ message, trailers = [] }: Pick<CommitRequest, 'message' | 'trailers'>): string {
  const text = message.replaceAll('\r\n', '\n').replaceAll('\0', '').trim();
  if (text === '') throw new GitError('git-commit', 'A commit needs a message');
  if (trailers.length === 0) return `${text}\n`;
  return `${text}\n\n${trailers.map(([key, value]) => `${trailerKey(key)}: ${oneLine(value)}\n`).join('')}`;
}

function trailerKey(key: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(key)) return key;
  throw new GitError('git-commit', `${JSON.stringify(key)} cannot be the key of a trailer`);
}

/** A person without the characters that Git keeps for itself. Throws `git-commit` where no name or address is left. */
export function cleanIdentity({ name, email }: GitIdentity): GitIdentity {
  const clean = { name: identityText(name), email: identityText(email) };
  if (clean.name === '' || clean.email === '') {
    throw new GitError('git-commit', `${JSON.stringify(`${name} <${email}>`)} has no name or no e-mail address`);
  }
  return clean;
}

function identityText(text: string): string {
  return oneLine(text.replaceAll(/[<>\0]/g, ''));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
}
