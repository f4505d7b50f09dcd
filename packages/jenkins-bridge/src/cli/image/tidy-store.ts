import type { Invocation } from '@towline/shared/cli';
import { systemClock } from '@towline/shared/process';
import { pruneStore } from '../../adapters/builders/towline/prune-store.js';
import { isImageBuildError } from '../../core/image/image-build-error.js';
import { readStoreLimits, storeFolder } from './store-limits.js';

/** Makes the store keep to its limits after a build, which a store that cannot be tidied does not fail. */
export async function tidyStore(invocation: Invocation): Promise<void> {
  const { signal, terminal } = invocation;
  const limits = readStoreLimits(invocation);
  try {
    await pruneStore({ folder: storeFolder(invocation), limits, now: systemClock.now(), dryRun: false }, signal);
  } catch (error) {
    if (!isImageBuildError(error)) throw error;
    terminal.stderr.write(`warning: ${error.message}\n`);
  }
}
