import { Secret } from '../secret/index.js';
import { trimEndOf } from '../text/index.js';
import { GitError } from './git-error.js';

/** The address of a repository, parsed. */
export interface GitUrl {
  readonly protocol: 'https' | 'http' | 'ssh' | 'file';
  /** Empty for a file. In lower case. */
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  /** A password that was written into the address. */
  readonly password: Secret | undefined;
  /** Without a slash at its start, as it was written. */
  readonly path: string;
  /** What git is given and messages show: never with a password, over HTTP without a user. */
  readonly address: string;
}

/**
 * Parses `https://`, `http://`, `ssh://`, `user@host:path` and `file://`. Throws `git-url` for all else, and for what could be
 * taken for an option of git or ssh.
 */
export function parseGitUrl(text: string): GitUrl {
  const url = tryParse(text.trim());
  if (url === undefined) throw new GitError('git-url', `${redactUserinfo(text)} is no address of a repository`);
  return url;
}

function tryParse(text: string): GitUrl | undefined {
  if (/[\p{Cc}\s]/u.test(text)) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'https':
    case 'http':
      return parseHttp(scheme, text);
    case 'file':
      return parseFile(text);
    case 'ssh':
      return parseSshUrl(text) ?? parseScp(text);
    case undefined:
      return parseScp(text);
    default:
      return undefined;
  }
}

function parseHttp(protocol: 'https' | 'http', text: string): GitUrl | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const user = decode(url.username);
  const password = decode(url.password);
  if (url.hostname === '' || user === undefined || password === undefined) return undefined;
  return {
    protocol,
    host: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    user: user === '' ? undefined : user,
    password: password === '' ? undefined : new Secret(password),
    path: url.pathname.slice(1),
    address: `${protocol}://${url.host}${url.pathname}${url.search}`,
  };
}

function parseFile(text: string): GitUrl | undefined {
  const path = text.slice('file://'.length);
  if (!path.startsWith('/')) return undefined;
  return { ...local, path: path.slice(1), address: text };
}

const local = { protocol: 'file', host: '', port: undefined, user: undefined, password: undefined } as const;

function parseSshUrl(text: string): GitUrl | undefined {
  const match = /^ssh:\/\/(?:(?<user>[^/]*)@)?(?<host>\[[^\]]+\]|[^@/:]+)(?::(?<port>\d+))?\/(?<path>.+)$/i.exec(text);
  return match === null ? undefined : ssh(match.groups ?? {}, text);
}

function parseScp(text: string): GitUrl | undefined {
  const match = /^(?:ssh:\/\/)?(?<user>[^/:]+)@(?<host>\[[^\]]+\]|[^@/:]+):(?<path>[^@]+)$/i.exec(text);
  if (match === null) return undefined;
  return ssh(match.groups ?? {}, text.replace(/^ssh:\/\//i, ''));
}

function ssh(groups: Record<string, string | undefined>, address: string): GitUrl | undefined {
  const { user, host = '', port, path = '' } = groups;
  // Neither ssh nor the program on the other side may take a part of the address for an option.
  if ([host, user ?? '', path].some((part) => part.startsWith('-')) || user?.includes(':') === true) return undefined;
  return {
    protocol: 'ssh',
    host: host.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    user,
    password: undefined,
    path,
    address,
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The user of an address that is reached over SSH; undefined for every other text. */
export function sshUser(text: string): string | undefined {
  const url = tryParse(text.trim());
  return url?.protocol === 'ssh' ? (url.user ?? '') : undefined;
}

/** Whether a text is an `https://` address. */
export function isHttpsGitUrl(text: string): boolean {
  return tryParse(text.trim())?.protocol === 'https';
}

/** Whether a text is an `http://` address, which sends credentials and content in the clear. */
export function isHttpGitUrl(text: string): boolean {
  return tryParse(text.trim())?.protocol === 'http';
}

/**
 * One spelling for all addresses of one repository over one protocol, to compare by: lower case, without `.git`, without `ssh://`.
 * Empty where the text is no address. It is for comparing, not for connecting.
 */
export function normalizeGitUrl(text: string): string {
  const url = tryParse(text.trim());
  if (url === undefined) return '';
  const port = url.port === undefined ? '' : `:${url.port}`;
  const user = url.user === undefined || url.protocol !== 'ssh' ? '' : `${url.user}@`;
  const scheme = url.protocol === 'ssh' ? '' : `${url.protocol}://`;
  return trimEndOf(`${scheme}${user}${url.host}${port}/${url.path}`.toLowerCase(), '/').replace(/\.git$/, '');
}

/** Whether two addresses lead to one repository over one protocol. Two texts that are no addresses are never the same. */
export function sameGitRepository(one: string, other: string): boolean {
  const key = normalizeGitUrl(one);
  return key !== '' && key === normalizeGitUrl(other);
}

/** The origin that credentials for an HTTP address belong to. */
export function gitOrigin(url: GitUrl): string {
  return `${url.protocol}://${url.host}${url.port === undefined ? '' : `:${url.port}`}`;
}

function redactUserinfo(text: string): string {
  return JSON.stringify(text.replace(/\/\/[^/@]*@/, '//[redacted]@').slice(0, 200));
}
