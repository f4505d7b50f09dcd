import type { Logger } from '../ports/index.js';
import type { Conversation } from './conversation.js';
import { fetchBranch, listBranches } from './fetch-branch.js';
import type { MirrorFolder } from './mirror-folder.js';

/** The mirror that {@link createFetchLeftOut} completes. */
export interface FilteredMirror {
  readonly address: string;
  readonly folder: MirrorFolder;
  readonly depth: number | undefined;
  readonly log: Logger;
}

/**
 * Brings the file contents that were left out of a mirror, and leaves none out from then on: for servers that know filters and speak only
 * the first version of Git's protocol, in which objects cannot be asked for by their ids.
 */
export function createFetchLeftOut({ address, folder, depth, log }: FilteredMirror) {
  return async (conversation: Conversation, signal: AbortSignal | undefined): Promise<void> => {
    log.warn({ repository: address }, 'A Git server gives no file contents by their ids, so all of them are fetched');
    for (const branch of await listBranches(conversation, signal)) {
      await fetchBranch(conversation, { branch, depth, filters: false, refetch: true, signal });
    }
    await folder.stopFilters();
  };
}
