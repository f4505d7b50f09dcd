import { unifiedDiff } from '@towline/shared/cli';
import { formatPlatform } from '@towline/shared/image';
import type { Delivered } from '../../app/pass/delivery.js';
import type { PassReport } from '../../app/pass/run-pass.js';
import { applicationKey } from '../../core/application/application.js';
import type { Finding } from '../../core/application/finding.js';
import { describeHold } from '../../core/hold/describe-hold.js';
import type { ImageOutcome, ImageVersion } from '../../core/plan/image-outcome.js';
import type { ApplicationPlan } from '../../core/plan/plan.js';
import { describeVersion } from '../../core/plan/wanted-version.js';
import type { DeliveredApplication, PlannedApplication, PlannedImage, UpdaterPlan } from '../../updater.js';

/** A plan of an Application, for other programs. */
export function describeApplication({ application, images, write }: ApplicationPlan): PlannedApplication {
  const files = write.kind === 'files' ? write.files : [];
  return {
    application: applicationKey(application),
    images: images.map(describeImage),
    files: files.map((file) => ({ path: file.path, diff: unifiedDiff(file) })),
    patches: write.kind === 'patch',
  };
}

/** What became of an Application, for other programs. */
export function describeDelivery({ plan, delivery }: Delivered): DeliveredApplication {
  const done = { application: applicationKey(plan.application), images: plan.images.map(describeImage) };
  switch (delivery.kind) {
    case 'unchanged':
    case 'patched':
      return { ...done, outcome: delivery.kind };
    case 'committed':
      return { ...done, outcome: 'committed', commit: delivery.commit };
    case 'requested':
      return { ...done, outcome: 'requested', url: delivery.url };
    case 'failed': {
      const { code, message } = delivery.failure;
      return { ...done, outcome: 'failed', failure: { code, message } };
    }
  }
}

/** What was left out and why, for other programs. */
export function describeSkipped({ skipped, findings }: PassReport): Pick<UpdaterPlan, 'skipped' | 'problems'> {
  return {
    skipped: skipped.map(({ application, findings: own }) => ({
      application: applicationKey(application),
      reason: own.map(describeFinding).join('; '),
    })),
    problems: findings.map(describeFinding),
  };
}

function describeFinding({ at, message }: Finding): string {
  return `${at}: ${message}`;
}

function describeImage(outcome: ImageOutcome): PlannedImage {
  const { kind, image } = outcome;
  const versions = 'to' in outcome ? { from: text(outcome.from), to: text(outcome.to) } : {};
  return {
    image: image.name,
    kind,
    ...versions,
    ...(kind === 'current' && { from: text(outcome.version) }),
    reason: reasonOf(outcome),
  };
}

function reasonOf(outcome: ImageOutcome): string | undefined {
  switch (outcome.kind) {
    case 'change':
      return outcome.why.rule;
    case 'current':
      return undefined;
    case 'held':
      return `${describeHold(outcome.by)} until ${outcome.until}`;
    case 'refused':
      return outcome.reason;
    case 'waiting':
      return `it lacks ${outcome.missing.map(formatPlatform).join(', ')}`;
    case 'failed':
      return outcome.failure.message;
  }
}

function text(version: ImageVersion | undefined): string | undefined {
  return version && describeVersion(version);
}
