import type { ImageChange } from '../message/image-change.js';
import { tagText } from '../message/image-change.js';

/** A condition of an ImageUpdater, without its times. */
export interface StatusCondition {
  readonly type: 'Reconciling' | 'Error' | 'Ready';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** What a check of everything that an ImageUpdater selects came to. */
export interface CheckOutcome {
  readonly applicationsMatched: number;
  readonly errors: number;
  readonly imagesUpdated: number;
  /** Why nothing could be checked at all. */
  readonly failure?: string | undefined;
}

/** The conditions after a check, in the words of argocd-image-updater. */
export function completionConditions(outcome: CheckOutcome): readonly StatusCondition[] {
  const idle = condition('Reconciling', 'False', {
    reason: 'Idle',
    message: 'Last check completed. Awaiting next cycle.',
  });
  return [idle, errorCondition(outcome), readyCondition(outcome)];
}

function errorCondition({ errors, failure }: CheckOutcome): StatusCondition {
  if (failure !== undefined) return condition('Error', 'True', { reason: 'ReconcileError', message: failure });
  if (errors === 0)
    return condition('Error', 'False', { reason: 'NoErrors', message: 'No errors during last reconciliation.' });
  return condition('Error', 'True', {
    reason: 'PartialErrors',
    message: `${errors} error(s) occurred during image update checks.`,
  });
}

function readyCondition({ applicationsMatched, errors, imagesUpdated, failure }: CheckOutcome): StatusCondition {
  if (failure !== undefined) {
    return condition('Ready', 'False', { reason: 'ReconcileFailed', message: `Reconciliation failed: ${failure}` });
  }
  const applications = `Reconciled ${applicationsMatched} applications`;
  if (errors === 0) {
    return condition('Ready', 'True', {
      reason: 'ReconcileSucceeded',
      message: `${applications}, ${imagesUpdated} images updated.`,
    });
  }
  const message = `${applications} with ${errors} errors, ${imagesUpdated} images updated.`;
  return condition('Ready', 'True', { reason: 'ReconcileCompletedWithErrors', message: message });
}

function condition(
  type: StatusCondition['type'],
  status: StatusCondition['status'],
  words: Pick<StatusCondition, 'reason' | 'message'>,
): StatusCondition {
  return { type, status, ...words };
}

/** An update of an image, over all Applications in which it was made. */
export interface RecentUpdate {
  readonly alias: string;
  readonly image: string;
  readonly newVersion: string;
  readonly applicationsUpdated: number;
  readonly message: string;
}

/** The updates of one check: those of one image to one version are one. An image without an alias is called by its name. */
export function recentUpdates(changes: readonly ImageChange[]): readonly RecentUpdate[] {
  const updates = new Map<string, RecentUpdate>();
  for (const { name, alias = '', from, to } of changes) {
    const newVersion = tagText(to);
    const key = JSON.stringify([alias, name, newVersion]);
    const known = updates.get(key);
    updates.set(key, {
      alias: alias || name,
      image: name,
      newVersion,
      applicationsUpdated: (known?.applicationsUpdated ?? 0) + 1,
      message: known?.message ?? `Updated from ${tagText(from)} to ${newVersion}.`,
    });
  }
  return [...updates.values()];
}
