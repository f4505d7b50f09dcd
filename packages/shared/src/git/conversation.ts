import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createSlots } from '../async/index.js';
import { errorCode } from '../errors/index.js';
import type { Clock, Logger } from '../ports/index.js';
import { trimEndOf } from '../text/index.js';
import { acquireDirectoryLock } from './directory-lock.js';
import type { AccessProvider, GitAccess } from './git-access.js';
import type { GitCommand, GitProgram } from './git-program.js';
import type { MirrorFolder } from './mirror-folder.js';

/** The git program while nobody else uses the mirror. */
export interface Conversation {
  /** A command that works on the mirror alone: what it lacks is missing, nothing is fetched behind its back. */
  readonly local: GitProgram;
  /** A command that speaks to the server, which it knows as `origin`. */
  readonly remote: GitProgram;
}

/** How a conversation goes on where the mirror fails it. */
export interface ConversationOptions {
  readonly signal?: AbortSignal | undefined;
  /** What must be there again after the mirror was made anew. Where absent, an object that is missing is the caller's mistake. */
  readonly recover?: ((conversation: Conversation) => Promise<void>) | undefined;
}

/** Has one conversation at a time with a mirror and its server. */
export type Converse = <Result>(
  work: (conversation: Conversation) => Promise<Result>,
  options?: ConversationOptions,
) => Promise<Result>;

/** What {@link createConverse} works with. */
export interface ConverseOptions {
  readonly program: GitProgram;
  readonly folder: MirrorFolder;
  readonly access: AccessProvider;
  /** Brings what filters left out of the mirror, and ends them, for a server that does not give it afterwards. */
  readonly fetchLeftOut: (conversation: Conversation, signal: AbortSignal | undefined) => Promise<void>;
  readonly address: string;
  readonly lock: { readonly path: string; readonly waitMs: number };
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Conversations are serial within the process by a queue of their own, between processes by the lock of the directory. A damaged mirror is made anew
 * and the work is done again, once.
 */
export function createConverse(options: ConverseOptions): Converse {
  const turns = createSlots(1);
  const origin = { address: options.address };
  return (work, { signal, recover } = {}) =>
    turns.run(async () => {
      await mkdir(dirname(options.lock.path), { recursive: true });
      const release = await acquireDirectoryLock({ ...options.lock, clock: options.clock, signal });
      const { conversation, end } = startConversation(options, origin);
      try {
        await options.folder.prepare();
        return await work(conversation).catch(async (error: unknown) => {
          if (tryDotGit(origin, error)) return work(conversation);
          if (errorCode(error) === 'git-filter-refused' && (await options.folder.filters())) {
            await options.fetchLeftOut(conversation, signal);
            return work(conversation);
          }
          await repair(options, error, recover !== undefined);
          await recover?.(conversation);
          return work(conversation);
        });
      } finally {
        await end();
        await release();
      }
    }, signal);
}

/** GitLab redirects an address without `.git` to the one with it, which is the same place and may have the credentials. */
function tryDotGit(origin: { address: string }, error: unknown): boolean {
  if (errorCode(error) !== 'git-redirected' || /\.git\/?$/.test(origin.address)) return false;
  origin.address = `${trimEndOf(origin.address, '/')}.git`;
  return true;
}

/** Makes the mirror anew where that can help, and throws the error where it cannot. */
async function repair({ folder, log, address }: ConverseOptions, error: unknown, canRecover: boolean): Promise<void> {
  const code = errorCode(error);
  if (code === 'git-object-format') return folder.rebuild(await folder.otherFormat());
  if (code !== 'git-mirror-damaged' && !(code === 'git-object-missing' && canRecover)) throw error;
  log.warn({ repository: address, err: error }, 'The mirror of a repository is damaged and is made anew');
  await folder.rebuild();
}

function startConversation({ program, access }: ConverseOptions, origin: { readonly address: string }) {
  let opened: Promise<GitAccess> | undefined;
  const withServer = async (command: GitCommand): Promise<GitCommand> => {
    opened ??= access.open();
    const config = [['remote.origin.url', origin.address] as const, ...(command.config ?? [])];
    return { ...command, access: await opened, config };
  };
  const remote: GitProgram = {
    run: async (command) => program.run(await withServer(command)),
    text: async (command) => program.text(await withServer(command)),
  };
  const end = async (): Promise<void> => {
    // Access that could not be opened has nothing to close.
    const access = await opened?.catch(() => undefined);
    await access?.[Symbol.asyncDispose]();
  };
  return { conversation: { local: program, remote }, end };
}
