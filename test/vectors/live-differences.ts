import type { Difference } from './difference.js';

/** Where a controller that runs goes about it otherwise. */
export const liveDifferences: readonly Difference[] = [
  {
    id: 'replicas-share',
    program: 'argocd-image-updater',
    theirs: 'With `leader-election` one replica does everything, and the others wait.',
    ours: 'They share the work, each branch of a manifest repository at one replica; the flag turns that on and off.',
    reason: 'More replicas are to be faster, and events are to be taken by each of them.',
    switchable: false,
  },
  {
    id: 'status-when-it-changes',
    program: 'argocd-image-updater',
    theirs: 'The status of an ImageUpdater is written twice in every cycle.',
    ours: 'It is written when something in it changed, and `lastCheckedAt` every ten minutes besides.',
    reason: 'A cluster with nothing new is not to be written to.',
    switchable: false,
  },
  {
    id: 'status-of-all',
    program: 'argocd-image-updater',
    theirs: 'An event writes the counters of what it touched into the status.',
    ours: 'The counters are always those of everything that the ImageUpdater selects.',
    reason: 'Nobody can tell from the numbers which of both they are.',
    switchable: false,
  },
  {
    id: 'no-finalizer',
    program: 'argocd-image-updater',
    theirs: 'Every ImageUpdater gets a finalizer, for the metrics that are kept of it.',
    ours: 'None gets one, and that of argocd-image-updater is taken off when an ImageUpdater is deleted.',
    reason: 'Whoever leaves that program must not find objects that cannot be deleted.',
    switchable: false,
  },
];
