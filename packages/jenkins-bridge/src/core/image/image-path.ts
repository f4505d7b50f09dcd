/** The names of a path, from the root: `.` and empty ones dropped, `..` resolved and never above the root. */
export function pathNames(path: string): readonly string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}

/** A path from the root without its slash, as the keys of a tree are: `usr/bin`; empty for the root. */
export function treePath(path: string): string {
  return pathNames(path).join('/');
}

/** `path`, from `folder` where it is relative, as an absolute path. */
export function absolutePath(folder: string, path: string): string {
  return `/${treePath(path.startsWith('/') ? path : `${folder}/${path}`)}`;
}

/** The folder that a path is in; empty for what is in the root. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last name of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Two parts of a path; either may be empty. */
export function joinPath(folder: string, path: string): string {
  if (folder === '' || path === '') return folder + path;
  return `${folder}/${path}`;
}
