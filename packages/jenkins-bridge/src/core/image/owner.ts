import { ImageBuildError } from './image-build-error.js';

/** Whom a file belongs to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The files that know the names of users and groups; empty where the stage has none. */
export interface OwnerFiles {
  readonly passwd: string;
  readonly group: string;
}

/** Whether names have to be looked up: numbers mean themselves. */
export function needsOwnerFiles(chown: string): boolean {
  return chown.split(':').some((part) => part !== '' && !isNumber(part));
}

/**
 * The owner that `--chown=user:group` means. A name without group has the group of its user, a number the group of that number. Throws
 * where a name is not in the files.
 */
export function resolveOwner(chown: string, { passwd, group }: OwnerFiles, line: number): Owner {
  const [user = '', groupName, ...more] = chown.split(':');
  if (user === '' || more.length > 0) throw unknown(`--chown=${chown} is not user or user:group`, line);
  const known = isNumber(user) ? { uid: Number(user), gid: Number(user) } : findUser(passwd, user);
  if (known === undefined) throw unknown(`there is no user ${user} in /etc/passwd of the stage`, line);
  if (groupName === undefined || groupName === '') return known;
  const gid = isNumber(groupName) ? Number(groupName) : findGroup(group, groupName);
  if (gid === undefined) throw unknown(`there is no group ${groupName} in /etc/group of the stage`, line);
  return { uid: known.uid, gid };
}

function isNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text);
}

function findUser(passwd: string, name: string): Owner | undefined {
  const fields = findLine(passwd, name);
  if (fields === undefined) return undefined;
  const [uid = '', gid = ''] = [fields[2], fields[3]];
  return isNumber(uid) && isNumber(gid) ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function findGroup(group: string, name: string): number | undefined {
  const gid = findLine(group, name)?.[2] ?? '';
  return isNumber(gid) ? Number(gid) : undefined;
}

function findLine(text: string, name: string): readonly string[] | undefined {
  return text
    .split('\n')
    .map((line) => line.trim().split(':'))
    .find(([first]) => first === name);
}

function unknown(what: string, line: number): ImageBuildError {
  return new ImageBuildError('image-unknown-owner', `line ${line}: ${what}`, { hint: 'Give the number instead.' });
}
