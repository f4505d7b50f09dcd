import { holds } from '../pipeline/holds.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { canMove } from '../tag/can-move.js';
import { namesCommit } from '../tag/tag-template.js';
import { planMove } from './plan-move.js';
import type { MoveStep, PublicationFacts, PublicationPlan, PublicationStep } from './publication-plan.js';
import { type ResolvedTag, resolveTags } from './resolve-tags.js';

/** The parts of a pipeline that say how images are published. */
export type PublishingPipeline = Pick<Pipeline, 'source' | 'publication'>;

/**
 * Plans which tags one image gets, in which order. Tags that stay on one image come first: they are there before anything points to
 * them. Then each tag that moves goes to the newest image that is published: this one, or one whose commit descends from ours and was faster.
 * {@link nextMoves} goes on from there.
 */
export function planPublication(pipeline: PublishingPipeline, facts: PublicationFacts): PublicationPlan {
  const { publication, source } = pipeline;
  if (!holds(publication.when, facts.build)) return { kind: 'skip' };
  const resolved = resolveTags(publication.tags, facts.build);
  const messages = resolved.flatMap((each) => (each.kind === 'refused' ? [each.message] : []));
  if (messages.length > 0) return { kind: 'refuse', messages };
  const mutability = facts.repository.mutability ?? publication.mutability;
  const commitTag = resolved.find(isCommitTag);
  const fixed = resolved.flatMap((each): PublicationStep[] => {
    if (each.kind !== 'fixed') return [];
    return [planFixed(each.tag, facts, canMove(mutability, each.tag))];
  });
  const pushed = fixed.some(({ kind, tag }) => kind === 'push' && tag === commitTag?.tag);
  const others = resolved.flatMap((each): PublicationStep[] => {
    if (each.kind === 'left') return [{ kind: 'leave', tag: each.tag, why: each.why }];
    if (each.kind !== 'moving') return [];
    return [planMove(each, { facts, commitTag, pushed, mutability, followed: source.branch })];
  });
  return { kind: 'publish', steps: [...fixed, ...others] };
}

/**
 * The moves that are left to make after those that were made, the last of them last: to be asked for with facts that were gathered anew,
 * first the tags and then the branch, until there is none. Then builds may end in any order and the last word is the newest commit's: whoever moves a
 * tag looks afterwards, and the tag of a newer commit is either there to be seen, or its own build moves the tag later.
 */
export function nextMoves(
  pipeline: PublishingPipeline,
  facts: PublicationFacts,
  made: readonly MoveStep[],
): readonly MoveStep[] {
  const plan = planPublication(pipeline, facts);
  const steps = plan.kind === 'publish' ? plan.steps : [];
  return steps.flatMap((step) => {
    if (step.kind !== 'move') return [];
    return made.findLast(({ tag }) => tag === step.tag)?.to === step.to ? [] : [step];
  });
}

type FixedTag = Extract<ResolvedTag, { readonly kind: 'fixed' | 'moving' }>;

function isCommitTag(resolved: ResolvedTag): resolved is FixedTag {
  return resolved.kind === 'fixed' && namesCommit(resolved.template);
}

function planFixed(tag: string, { repository, digest }: PublicationFacts, movable: boolean): PublicationStep {
  if (!repository.tags.has(tag)) return { kind: 'push', tag };
  const there = repository.tags.get(tag);
  if (there !== undefined && there === digest) return { kind: 'keep', tag, why: 'same-content' };
  if (movable) return { kind: 'push', tag };
  return { kind: 'keep', tag, why: there === undefined || digest === undefined ? 'unknown-content' : 'other-content' };
}
