import { type Digest, formatRepository } from '@towline/shared/image';
import type { ManifestContent, ManifestName } from '@towline/shared/ports';
import { nextMoves, planPublication } from '../../core/publish/plan-publication.js';
import { leaveReasons, type MoveStep, type PublicationStep } from '../../core/publish/publication-plan.js';
import { buildLabels } from '../../core/run/build-variables.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunImage } from '../../core/run/run-image.js';
import { gatherFacts, type Publishing } from './publication-facts.js';
import type { StageScope } from './run-context.js';

/** More rounds than commits that could be published while we look. */
const mostRounds = 50;

/**
 * Publishes all images: all of their tags are planned before the first one is pushed, tags that stay go first, and those that move go on until
 * the newest commit that is published has them.
 */
export async function publishImages(
  images: readonly { readonly image: RunImage; readonly digest: Digest | undefined }[],
  scope: StageScope,
): Promise<void> {
  const { registries } = scope.context.workshop;
  const work: { readonly publishing: Publishing; readonly steps: readonly PublicationStep[] }[] = [];
  for (const { image, digest } of images) {
    const place = await registries.open(image.repository, 'push');
    const publishing = { image, place, digest };
    work.push({ publishing, steps: await planSteps(publishing, scope) });
  }
  for (const { publishing, steps } of work) await pushFixed(publishing, steps, scope);
  for (const { publishing, steps } of work) await moveTags(publishing, steps, scope);
}

async function planSteps(publishing: Publishing, scope: StageScope): Promise<readonly PublicationStep[]> {
  const plan = planPublication(scope.context.pipeline, await gatherFacts(publishing, scope));
  if (plan.kind === 'refuse') {
    throw new RunError('run-publication-refused', `Nothing is pushed: ${plan.messages.join('; ')}`);
  }
  return plan.kind === 'publish' ? plan.steps : [];
}

/** The image is pushed once; its other tags are written where it is by then. */
async function pushFixed(publishing: Publishing, steps: readonly PublicationStep[], scope: StageScope): Promise<void> {
  const { image, place } = publishing;
  const { context, signal, take } = scope;
  let first: Digest | undefined;
  for (const step of steps) {
    if (step.kind === 'keep') {
      first ??= step.why === 'same-content' ? publishing.digest : undefined;
      await take(keptText(step));
    }
    if (step.kind !== 'push') continue;
    if (first === undefined) {
      const annotations = buildLabels(context.checkout.facts, context.identity);
      const target = { repository: image.repository, tag: step.tag, annotations };
      first = await context.workshop.builder.publish(image.parts, target, signal);
    } else {
      await place.writeManifest(await load(publishing, { kind: 'digest', digest: first }, signal), step.tag, signal);
    }
    await tell('pushed', { image, tag: step.tag, digest: first }, scope);
  }
}

async function moveTags(publishing: Publishing, steps: readonly PublicationStep[], scope: StageScope): Promise<void> {
  for (const step of steps) {
    if (step.kind !== 'leave') continue;
    const { severity, meaning } = leaveReasons[step.why];
    await scope.take(`${severity === 'warning' ? 'WARNING: ' : ''}${step.tag} is left where it is. ${meaning}`);
  }
  const made: MoveStep[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    const moves = nextMoves(scope.context.pipeline, await gatherFacts(publishing, scope), made);
    if (moves.length === 0) return;
    for (const move of moves) {
      const content = await load(publishing, { kind: 'tag', tag: move.to }, scope.signal);
      await publishing.place.writeManifest(content, move.tag, scope.signal);
      made.push(move);
      await tell('tagged', { image: publishing.image, tag: move.tag, digest: content.digest }, scope);
    }
  }
}

async function load({ image, place }: Publishing, name: ManifestName, signal: AbortSignal): Promise<ManifestContent> {
  const content = await place.readManifest(name, signal);
  if (content !== undefined) return content;
  const called = name.kind === 'tag' ? `:${name.tag}` : `@${name.digest}`;
  throw new RunError('run-tag-missing', `${formatRepository(image.repository)}${called} is gone`);
}

interface Tagged {
  readonly image: RunImage;
  readonly tag: string;
  readonly digest: Digest;
}

async function tell(what: 'pushed' | 'tagged', { image, tag, digest }: Tagged, scope: StageScope): Promise<void> {
  const repository = formatRepository(image.repository);
  scope.pushed({ repository, tag, digest });
  await scope.take(`${what} ${repository}:${tag}@${digest}`);
}

function keptText({ tag, why }: Extract<PublicationStep, { readonly kind: 'keep' }>): string {
  return why === 'same-content'
    ? `kept ${tag}: it is on this image already`
    : `WARNING: ${tag} is there already and cannot be moved: it is kept as it is.`;
}
