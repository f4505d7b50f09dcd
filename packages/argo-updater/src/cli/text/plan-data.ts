import { unifiedDiff } from '@towline/shared/cli';
import { formatPlatform } from '@towline/shared/image';
import { applicationKey } from '../../core/application/application.js';
import type { WriteTarget } from '../../core/application/write-back/write-target.js';
import type { ImageOutcome } from '../../core/plan/image-outcome.js';
import type { ApplicationPlan, Plan } from '../../core/plan/plan.js';

/** A plan as programs read it: what `plan --output json` prints. */
export function planData(plan: Plan) {
  return { applications: plan.applications.map(applicationData) };
}

/** One Application of a plan, as programs read it. */
export function applicationData({ application, target, images, write, findings }: ApplicationPlan) {
  return {
    application: applicationKey(application),
    target: targetData(target),
    images: images.map(imageData),
    write: writeData(write),
    findings,
  };
}

/** What becomes of an image, as programs read it. */
export function imageData({ image, candidates, explain: _explain, ...fate }: ImageOutcome) {
  const { alias, reference, name } = image;
  const missing = fate.kind === 'waiting' ? { missing: fate.missing.map(formatPlatform) } : {};
  return { image: name, alias, reference, candidates, ...fate, ...missing };
}

function targetData(target: WriteTarget) {
  if (target.kind === 'argocd') return { kind: target.kind };
  const { kind, repository, file, push } = target;
  return { kind, repository, file, push: push.kind };
}

function writeData(write: ApplicationPlan['write']) {
  if (write.kind !== 'files') return write;
  const { kind, destination, files } = write;
  return { kind, destination, files: files.map((file) => ({ path: file.path, diff: unifiedDiff(file) })) };
}
