import type { GitSha } from '@towline/shared/image';
import { canMove, type TagMutability } from '../tag/can-move.js';
import { commitReader, namesBranch, type TagTemplate } from '../tag/tag-template.js';
import { newestPublished } from './newest-published.js';
import type { BranchHistory, PublicationFacts, PublicationStep } from './publication-plan.js';

/** A tag with the template that it was made from. */
export interface MadeTag {
  readonly tag: string;
  readonly template: TagTemplate;
}

/** What a tag's move depends on. */
export interface MoveContext {
  readonly facts: PublicationFacts;
  /** The tag of this build that names its commit. */
  readonly commitTag: MadeTag | undefined;
  /** Whether that tag is pushed now, so that what it is on in the listing is past. */
  readonly pushed: boolean;
  readonly mutability: TagMutability;
  /** The branch whose newest commit the tag stands for, where the tag does not name its own. */
  readonly followed: string;
}

/** Plans where a tag that moves is put, or why it stays. */
export function planMove(
  moving: MadeTag,
  { facts, commitTag, pushed, mutability, followed }: MoveContext,
): PublicationStep {
  const { tag, template } = moving;
  const branch = namesBranch(template) ? (facts.build.branch ?? followed) : followed;
  const history = historyOf(branch, facts);
  if (history.kind === 'off-branch') return { kind: 'leave', tag, why: 'off-branch' };
  if (!canMove(mutability, tag)) return { kind: 'leave', tag, why: 'immutable' };
  if (history.kind === 'unknown') return { kind: 'leave', tag, why: history.why };
  if (commitTag === undefined) return { kind: 'leave', tag, why: 'commit-unpublished' };
  const to = newestOf(history.newer, commitTag, facts) ?? commitTag.tag;
  const there = !(pushed && to === commitTag.tag) && areOnOneImage(tag, to, facts);
  return there ? { kind: 'keep', tag, why: 'same-content' } : { kind: 'move', tag, to };
}

function historyOf(branch: string, { build, histories }: PublicationFacts): BranchHistory {
  if (build.sha === undefined) return { kind: 'unknown', why: 'no-revision' };
  const known = Object.hasOwn(histories, branch) ? histories[branch] : undefined;
  return known ?? { kind: 'unknown', why: 'not-fetched' };
}

function newestOf(
  newer: readonly GitSha[],
  { template }: MadeTag,
  { repository }: PublicationFacts,
): string | undefined {
  return newestPublished(newer, repository.tags.keys(), commitReader(template));
}

function areOnOneImage(a: string, b: string, { repository }: PublicationFacts): boolean {
  const digest = repository.tags.get(a);
  return digest !== undefined && repository.tags.get(b) === digest;
}
