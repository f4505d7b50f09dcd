import type { Conversation } from './conversation.js';
import type { MirrorFolder } from './mirror-folder.js';

/** Git looks through all packs for what it does not have, which is a lot in a mirror without file contents. */
const packsAtMost = 50;

/** Puts the packs of many fetches together: each fetch and each push leaves one. */
export async function tidyMirror(
  { remote }: Conversation,
  folder: MirrorFolder,
  signal: AbortSignal | undefined,
): Promise<void> {
  if ((await folder.packs()) <= packsAtMost) return;
  // As a remote command, for git to know that what is missing is missing on purpose.
  await remote.run({ args: ['repack', '-a', '-d', '--quiet'], signal });
}
