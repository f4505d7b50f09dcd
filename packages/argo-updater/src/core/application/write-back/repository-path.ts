/** Folders that hold the repository itself, not its content. */
const forbidden = new Set(['.git']);

/**
 * Joins a folder and a path below it, both from the root of a repository, and takes out `.` and `..`. A leading slash in `path` means the
 * root. The root itself is `.`. Undefined where the result would leave the repository or touch its `.git`.
 */
export function joinRepositoryPath(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  if (parts.some((part) => forbidden.has(part.toLowerCase()) || part.includes('\0'))) return undefined;
  return parts.length === 0 ? '.' : parts.join('/');
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
