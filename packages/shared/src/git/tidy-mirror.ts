import type { Conversation } from './conversation.js';
import { GitError } from './git-error.js';
import type { MirrorFolder } from './mirror-folder.js';
import { partialClone } from './partial-clone.js';

/** Git looks through all packs for what it does not have, which is a lot in a mirror without file contents. */
const packsAtMost = 50;

/** Puts the packs of many fetches and pushes together. A mirror that cannot be put in order is a damaged one. */
export async function tidyMirror(
  { local }: Conversation,
  folder: MirrorFolder,
  signal: AbortSignal | undefined,
): Promise<void> {
  if ((await folder.packs()) <= packsAtMost) return;
  try {
    const config = [...partialClone, ['repack.writeBitmaps', 'false'] as const];
    await local.run({ args: ['repack', '-a', '-d', '--quiet'], config, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new GitError('git-mirror-damaged', 'The packs of the mirror could not be put together', { cause: error });
  }
}
