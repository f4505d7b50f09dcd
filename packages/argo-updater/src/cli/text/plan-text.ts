import type { Paint } from '@towline/shared/cli';
import { unifiedDiff } from '@towline/shared/cli';
import { applicationKey } from '../../core/application/application.js';
import type { WriteTarget } from '../../core/application/write-back/write-target.js';
import type { ImageOutcome } from '../../core/plan/image-outcome.js';
import type { ApplicationPlan, Plan, PlanFinding, PlannedWrite } from '../../core/plan/plan.js';
import { imageLine } from './image-text.js';

/** How a plan is shown. */
export interface PlanLook {
  readonly paint: Paint;
  /** Also the Applications that need nothing. */
  readonly all: boolean;
}

/** A plan as people read it: what becomes of each image, a diff of each file, and the sum of it. */
export function planText(plan: Plan, { paint, all }: PlanLook): string {
  const shown = plan.applications.filter((one) => all || isNotable(one));
  return [...shown.map((one) => applicationText(one, paint)), `${planSummary(plan)}\n`].join('\n');
}

/** Whether there is more to say of an Application than that its images are current. */
function isNotable({ images, findings, write }: ApplicationPlan): boolean {
  return write.kind !== 'nothing' || findings.length > 0 || images.some(({ kind }) => kind !== 'current');
}

function applicationText({ application, target, images, write, findings }: ApplicationPlan, paint: Paint): string {
  // What fails for an image is told with the image.
  const told = new Set(images.map((image) => (image.kind === 'failed' ? image.failure.message : undefined)));
  const lines = [
    `${paint.bold(applicationKey(application))} ${paint.dim(`→ ${destinationText(target, write)}`)}`,
    ...images.map((image) => `  ${imageLine(image, paint)}`),
    ...findings.filter(({ message }) => !told.has(message)).map((finding) => `  ${findingLine(finding, paint)}`),
  ];
  return `${lines.join('\n')}\n${writeText(write, paint)}`;
}

function destinationText(target: WriteTarget, write: PlannedWrite): string {
  if (target.kind === 'argocd') return 'the live Application';
  if (write.kind !== 'files') return target.repository;
  const { repository, base, branch } = write.destination;
  const where = branch === base ? branch : `${branch} (from ${base})`;
  return `${repository} ${where}${target.push.kind === 'pull-request' ? ', by pull request' : ''}`;
}

function findingLine({ severity, at, message, hint }: PlanFinding, paint: Paint): string {
  const sign = severity === 'error' ? paint.red('✗') : paint.yellow('!');
  const advice = hint === undefined ? '' : `\n      ${paint.cyan('→')} ${hint}`;
  return `${sign} ${at === undefined ? '' : `${at}: `}${message}${advice}`;
}

function writeText(write: PlannedWrite, paint: Paint): string {
  if (write.kind === 'nothing') return '';
  if (write.kind === 'patch') return `${JSON.stringify(write.operations, null, 2)}\n`;
  return write.files.map((file) => unifiedDiff(file, paint)).join('');
}

const words: readonly (readonly [kind: ImageOutcome['kind'], word: string])[] = [
  ['change', 'to change'],
  ['held', 'held'],
  ['waiting', 'waiting'],
  ['refused', 'refused'],
  ['failed', 'failed'],
  ['current', 'current'],
];

/** What becomes of the images, counted: `2 to change, 1 held, 7 current in 4 applications`. */
export function planSummary({ applications }: Plan): string {
  const images = applications.flatMap((one) => one.images);
  const counts = words
    .map(([kind, word]) => [images.filter((image) => image.kind === kind).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`);
  const scope = `${applications.length} application${applications.length === 1 ? '' : 's'}`;
  return `${counts.length === 0 ? 'No image' : `Images: ${counts.join(', ')}`} in ${scope}`;
}
