import { GitError } from './git-error.js';

/** What file systems may read as `.git`, so that nobody's checkout is taken over by a file of ours. */
const gitFolder = /^(?:\.git[ .]*|git~1)$/i;

/** The path of a file in a tree: relative, with `/`, without `.`, `..` and `.git`. Throws `git-path` for all else. */
export function checkTreePath(path: string): string {
  const problem = problemOf(path);
  if (problem !== undefined) throw new GitError('git-path', `${JSON.stringify(path)} is no path of a file: ${problem}`);
  return path;
}

function problemOf(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('/')) return 'it is absolute';
  if (path.includes('\0')) return 'it holds a NUL';
  if (/\p{Cs}/u.test(path)) return 'it is not valid Unicode';
  for (const part of path.split('/')) {
    if (part === '') return 'one of its parts is empty';
    if (part === '.' || part === '..') return `it holds ${part}`;
    if (gitFolder.test(part)) return `${part} belongs to Git`;
  }
  return undefined;
}

/** The folders above a path, the outermost first. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
