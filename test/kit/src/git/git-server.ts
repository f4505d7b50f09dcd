import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, requestUrl, send, serve } from '../serve/index.js';
import { type BareRepository, createBareRepository, type RepositoryOptions } from './bare-repository.js';
import { serveByBackend } from './http-backend.js';
import type { SeedFiles } from './import-stream.js';

/** What a request of smart HTTP asks for, as the request log and the faults name it. */
export type GitRequestKind =
  | 'info-refs:upload-pack'
  | 'upload-pack'
  | 'info-refs:receive-pack'
  | 'receive-pack'
  | 'other';

/** How a Git server is started. */
export interface GitServerOptions {
  /** Where the repositories are; a folder of its own that goes when the server stops, where absent. */
  readonly root?: string | undefined;
  /** Who may come in, by the request's `Authorization`; everybody where absent. */
  readonly authorize?: ((authorization: string | undefined) => boolean) | undefined;
  /** Whether clients may leave out blobs. Default: yes. */
  readonly filters?: boolean | undefined;
  readonly port?: number | undefined;
  readonly tls?: boolean | undefined;
  readonly control?: boolean | undefined;
}

/** A repository that the server serves. */
export interface ServedRepository extends BareRepository {
  readonly name: string;
  readonly url: string;
}

/** A smart-HTTP Git server. */
export interface GitServer extends RunningServer {
  readonly root: string;
  /** Makes a repository with one commit that holds `files`; an empty one where there are none. */
  createRepository(name: string, files?: SeedFiles, options?: Partial<RepositoryOptions>): Promise<ServedRepository>;
  /** Runs `action` once, before the next request of this kind is carried out: how a test lets somebody else be quicker. */
  beforeNext(kind: GitRequestKind, action: () => Promise<unknown>): void;
}

/** A rule for {@link GitServerOptions.authorize}: this user with this password. */
export function basicAuth(username: string, password: string): (authorization: string | undefined) => boolean {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return (authorization) => authorization === expected;
}

/** The password of a Basic `Authorization`, for rules that look at it alone. */
export function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
  return encoded === undefined ? undefined : /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8'))?.[1];
}

/** Starts a Git server on 127.0.0.1 that is `git http-backend` behind a request log, faults and authentication. */
export async function startGitServer(options: GitServerOptions = {}): Promise<GitServer> {
  const root = options.root ?? (await mkdtemp(join(tmpdir(), 'towline-git-server-')));
  const waiting: { readonly kind: GitRequestKind; readonly action: () => Promise<unknown> }[] = [];
  const server = await serve({
    ...(options.port === undefined ? {} : { port: options.port }),
    tls: options.tls,
    control: options.control,
    kindOf,
    async handler(request, response, { signal }) {
      if (options.authorize?.(request.headers.authorization) === false) {
        return send(response, { status: 401, headers: { 'www-authenticate': 'Basic realm="git"' } });
      }
      const kind = kindOf(request);
      const next = waiting.findIndex((item) => item.kind === kind);
      if (next >= 0) for (const { action } of waiting.splice(next, 1)) await action();
      await serveByBackend(request, response, { root, user: userOf(request), signal });
    },
  });
  return {
    ...server,
    root,
    beforeNext: (kind, action) => void waiting.push({ kind, action }),
    async createRepository(name, files = {}, repositoryOptions = {}) {
      const filters = options.filters ?? true;
      const repository = await createBareRepository(join(root, name), { filters, ...repositoryOptions });
      const branch = repositoryOptions.defaultBranch;
      if (Object.keys(files).length > 0) await repository.commit({ files, branch, message: 'The first commit' });
      return { ...repository, name, url: `${server.url}/${name}` };
    },
    async stop() {
      await server.stop();
      if (options.root === undefined) await rm(root, { recursive: true, force: true });
    },
  };
}

function kindOf(request: IncomingMessage): GitRequestKind {
  const { pathname, searchParams } = requestUrl(request);
  const service = pathname.endsWith('/info/refs') ? searchParams.get('service') : pathname.split('/').at(-1);
  const prefix = pathname.endsWith('/info/refs') ? 'info-refs:' : '';
  if (service === 'git-upload-pack') return prefix === '' ? 'upload-pack' : 'info-refs:upload-pack';
  if (service === 'git-receive-pack') return prefix === '' ? 'receive-pack' : 'info-refs:receive-pack';
  return 'other';
}

/** `git http-backend` lets only those push who have a name. */
function userOf(request: IncomingMessage): string {
  const encoded = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8').split(':')[0] || 'anonymous';
}
