import { stat } from 'node:fs/promises';
import { errorCode } from '@towline/shared/errors';
import type { Clock } from '@towline/shared/ports';

/** Which files are watched, and how. */
export interface WatchFilesOptions {
  /** Asked each time, since settings may name others. */
  readonly paths: () => readonly string[];
  readonly clock: Clock;
  readonly everyMs: number;
  readonly onChange: () => Promise<void>;
}

/**
 * Calls back whenever one of the files is another than before, until it is aborted. They are looked at by their paths, since Kubernetes changes
 * a mounted file by pointing a link elsewhere.
 */
export async function watchFiles(
  { paths, clock, everyMs, onChange }: WatchFilesOptions,
  signal: AbortSignal,
): Promise<void> {
  let known = await stateOf(paths());
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    const state = await stateOf(paths());
    if (state === known) continue;
    await onChange();
    // What the change itself named is not another change.
    known = await stateOf(paths());
  }
}

async function stateOf(paths: readonly string[]): Promise<string> {
  return JSON.stringify(await Promise.all(paths.map(fileState)));
}

async function fileState(path: string): Promise<readonly unknown[]> {
  try {
    const { ino, mtimeMs, size } = await stat(path);
    return [path, ino, mtimeMs, size];
  } catch (error) {
    return [path, errorCode(error)];
  }
}
