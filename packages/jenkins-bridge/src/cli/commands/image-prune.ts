import { answer, type CommandModule, switchOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { systemClock } from '@towline/shared/process';
import { pruneStore } from '../../adapters/builders/towline/prune-store.js';
import type { PrunePlan } from '../../core/image/plan-prune.js';
import { cacheOption } from '../image/image-options.js';
import { limitOptions, readStoreLimits, sizeText, storeFolder } from '../image/store-limits.js';

/** `image prune`: the store within its limits. */
export const imagePrune: CommandModule = {
  spec: {
    description:
      'Makes the store of images and layers keep to its limits: what was not used for longest goes first, images with their names too. What was used within the hour stays, since a build may need it. Every build does so at its end.',
    options: [{ flag: 'dry-run', meaning: 'say what would go, and remove nothing' }, cacheOption, ...limitOptions],
    examples: [
      ['jenkins-bridge image prune --dry-run', 'see what would go'],
      ['jenkins-bridge image prune --cache-size 0 -o json', 'remove whatever nobody has used within the hour'],
    ],
  },
  async run(invocation) {
    const dryRun = switchOption(invocation, 'dry-run');
    const pruning = {
      limits: readStoreLimits(invocation),
      folder: storeFolder(invocation),
      now: systemClock.now(),
      dryRun,
    };
    const plan = await pruneStore(pruning, invocation.signal);
    answer(invocation, { dryRun, ...prunedData(plan) }, () => prunedText(plan, dryRun));
    return exitCodes.done;
  },
};

function prunedData({ names, blobs, keptBytes }: PrunePlan) {
  return {
    names: names.map(({ name }) => name),
    blobs: blobs.map(({ digest, size }) => ({ digest, size })),
    removedBytes: removedBytes(blobs),
    keptBytes,
  };
}

function prunedText({ names, blobs, keptBytes }: PrunePlan, dryRun: boolean): string {
  const [gone, stay] = dryRun ? ['would go', 'would stay'] : ['removed', 'stay'];
  return [
    ...names.map(({ name }) => `${name}\n`),
    `${gone}: ${names.length} names, ${blobs.length} blobs, ${sizeText(removedBytes(blobs))}; ${sizeText(keptBytes)} ${stay}\n`,
  ].join('');
}

function removedBytes(blobs: PrunePlan['blobs']): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}
