import { resolve } from 'node:path';
import { silentLogger } from '../ports/index.js';
import { createAccessProvider } from './access-provider.js';
import { type Conversation, type Converse, createConverse } from './conversation.js';
import { createFetchLeftOut } from './fetch-left-out.js';
import { GitError } from './git-error.js';
import { defaultGitLimits, type GitDependencies, type GitRepositoryOptions } from './git-options.js';
import { createGitProgram } from './git-program.js';
import { parseGitUrl } from './git-url.js';
import { createMirrorFolder } from './mirror-folder.js';
import { tidyMirror } from './tidy-mirror.js';

/** The mirror of a repository. Disposing of it ends its connection; the next conversation would open another. */
export interface Mirror extends AsyncDisposable {
  readonly converse: Converse;
  /** Whether file contents are left out, which a server may turn out not to bear. */
  filters(): Promise<boolean>;
  /** Keeps the mirror quick, when it is time for it. */
  tidy(conversation: Conversation, signal: AbortSignal | undefined): Promise<void>;
}

/** Puts together the mirror of a repository. Nothing happens before the first conversation. */
export function openMirror(dependencies: GitDependencies, options: GitRepositoryOptions): Mirror {
  const url = parseGitUrl(options.url);
  if (url.protocol === 'file' && options.allowFiles !== true) {
    throw new GitError('git-url', `${url.address} is a file of this machine, which is not allowed here`);
  }
  const { address } = url;
  const directory = resolve(options.directory);
  const limits = { ...defaultGitLimits, ...options.limits };
  const program = createGitProgram({
    run: dependencies.run,
    environment: dependencies.environment,
    directory,
    address,
    protocols: ['https', 'http', 'ssh', ...(options.allowFiles === true ? ['file'] : [])],
    timeoutMs: limits.timeoutMs,
    maxOutputBytes: limits.maxBytes,
  });
  const folder = createMirrorFolder(program, directory, {
    address,
    depth: options.depth,
    filters: options.filters ?? true,
  });
  const access = createAccessProvider({
    url,
    credentials: options.credentials ?? { kind: 'none' },
    tls: options.tls ?? {},
    run: dependencies.run,
    environment: dependencies.environment,
    fetch: dependencies.fetch,
  });
  const log = dependencies.log ?? silentLogger;
  const converse = createConverse({
    program,
    folder,
    access,
    fetchLeftOut: createFetchLeftOut({ address, folder, depth: options.depth, log }),
    address,
    lock: { path: `${directory}.lock`, waitMs: limits.lockWaitMs },
    clock: dependencies.clock,
    log,
  });
  return {
    converse,
    filters: () => folder.filters(),
    tidy: (conversation, signal) => tidyMirror(conversation, folder, signal),
    [Symbol.asyncDispose]: () => access[Symbol.asyncDispose](),
  };
}
