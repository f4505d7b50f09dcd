import { randomUUID } from 'node:crypto';
import { link, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import { type PrunePlan, planPrune, type StoreLimits } from '../../../core/image/plan-prune.js';
import { nameFile, namesFolder } from './image-store.js';
import { readNote } from './note.js';
import { writtenLayerSchema } from './schema.js';
import { blobsFolder, filesIn, readStoredBlobs, readStoredNames, usedAtOf, usesOfNames } from './store-contents.js';

/** How a store is tidied. */
export interface Pruning {
  readonly folder: string;
  readonly limits: StoreLimits;
  readonly now: number;
  /** Only say what would go. */
  readonly dryRun: boolean;
}

/** What was left half done so long ago belongs to a process that was killed. */
const leftoverMs = 24 * 60 * 60_000;

/**
 * Makes the store in a folder keep to its limits. Other processes may use it meanwhile, and tidy it too: what they used within the hour
 * stays, and what they come to use while this looks is put back.
 */
export async function pruneStore({ folder, limits, now, dryRun }: Pruning, signal: AbortSignal): Promise<PrunePlan> {
  try {
    const plan = await look(folder, { limits, now }, signal);
    if (dryRun) return plan;
    for (const { name, usedAt } of plan.names) await removeUnused(join(folder, namesFolder, nameFile(name)), usedAt);
    for (const { digest, usedAt } of plan.blobs) {
      signal.throwIfAborted();
      await removeUnused(join(folder, blobsFolder, digest.slice('sha256:'.length)), usedAt);
    }
    await removeNotes(folder, plan);
    await removeLeftovers(folder, now);
    return plan;
  } catch (error) {
    if (signal.aborted || !/^E[A-Z]+$/.test(errorCode(error) ?? '')) throw error;
    const message = `${folder} cannot be tidied: ${errorMessage(error)}`;
    throw new ImageBuildError('image-file-unreadable', message, { cause: error });
  }
}

/** Most builds find a store within its limits, which can be told without opening a file of it. */
async function look(folder: string, { limits, now }: Pick<Pruning, 'limits' | 'now'>, signal: AbortSignal) {
  const blobs = await readStoredBlobs(folder, signal);
  const uses = [...blobs.map(({ usedAt }) => usedAt), ...(await usesOfNames(folder, signal))];
  const keptBytes = blobs.reduce((sum, { size }) => sum + size, 0);
  const isWithin = keptBytes <= limits.maxBytes && uses.every((usedAt) => now - usedAt < limits.maxAgeMs);
  if (isWithin) return { names: [], blobs: [], keptBytes };
  return planPrune({ blobs, names: await readStoredNames(folder, signal) }, limits, now);
}

/** Takes a file away, looks whether somebody has come to use it since `usedAt`, and only then removes it. */
async function removeUnused(path: string, usedAt: number): Promise<void> {
  const away = join(dirname(path), `.${randomUUID()}`);
  try {
    await rename(path, away);
    if ((await usedAtOf(away)) !== usedAt) await link(away, path);
    await rm(away, { force: true });
  } catch (error) {
    // Another process has removed it, or written it anew.
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error;
    await rm(away, { force: true });
  }
}

/** What is remembered of layers goes with them. */
async function removeNotes(folder: string, { blobs }: PrunePlan): Promise<void> {
  const gone = new Set(blobs.map(({ digest }) => digest));
  if (gone.size === 0) return;
  for (const digest of gone) await rm(join(folder, 'layers', `${digest.replace(':', '-')}.json`), { force: true });
  for (const file of await filesIn(join(folder, 'written'))) {
    const path = join(folder, 'written', file);
    const note = await readNote(path, writtenLayerSchema);
    if (note !== undefined && gone.has(note.digest)) await rm(path, { force: true });
  }
}

/** Names of blobs and of notes; a draft has more behind it, or a dot before it. */
const finished = /^(?:[0-9a-f]{64}|[\w-]+\.json)$/;

async function removeLeftovers(folder: string, now: number): Promise<void> {
  for (const inner of [blobsFolder, namesFolder, 'written', 'layers', 'spool']) {
    for (const file of (await filesIn(join(folder, inner))).filter(
      (name) => !finished.test(name) || inner === 'spool',
    )) {
      const path = join(folder, inner, file);
      if (now - ((await usedAtOf(path)) ?? now) > leftoverMs) await rm(path, { recursive: true, force: true });
    }
  }
}
