import type { Conversation } from './conversation.js';
import { fetchObjects } from './fetch-branch.js';
import { GitError } from './git-error.js';
import { parseObjectBatch } from './object-batch.js';

/** The contents of objects by their ids: from the mirror, and those it lacks from the server with one request. */
export async function readObjects(
  conversation: Conversation,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { found, missing } = await readLocal(conversation, wanted, signal);
  if (missing.length === 0) return found;
  await fetchObjects(conversation, missing, signal);
  const fetched = await readLocal(conversation, missing, signal);
  const lost = fetched.missing[0];
  if (lost !== undefined) throw new GitError('git-object-missing', `The server did not send object ${lost}`);
  return new Map([...found, ...fetched.found]);
}

async function readLocal({ local }: Conversation, ids: readonly string[], signal: AbortSignal | undefined) {
  const { stdout } = await local.run({
    args: ['cat-file', '--batch', '--buffer'],
    input: `${ids.join('\n')}\n`,
    signal,
  });
  return parseObjectBatch(stdout);
}
