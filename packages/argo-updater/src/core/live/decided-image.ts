import { parseGitSha } from '@towline/shared/image';
import { originOf } from '../outcome/image-origin.js';
import type { ImageOutcome, ImageVersion } from '../plan/image-outcome.js';
import { type ImageState, imageState } from './image-state.js';

/** What was decided about one image. */
export interface DecidedImage extends ImageState {
  /** The tag and the digest that are wanted; undefined where nothing is, or where only the other is written. */
  readonly wantedTag: string | undefined;
  readonly wantedDigest: string | undefined;
  /** The commit that the wanted image was built from, as its labels or its tag say; undefined where neither does. */
  readonly revision: string | undefined;
  /** The repository of that commit, and who made the image, as its labels say. */
  readonly source?: string | undefined;
  readonly author?: string | undefined;
  /** The repository whose commits put its tags in order, where they do and settings name it. */
  readonly history?: string | undefined;
  /** For a refusal: by which rule. For a failure: its code. */
  readonly rule: string | undefined;
}

/** What an outcome decided. */
export function decidedImage(outcome: ImageOutcome): DecidedImage {
  const { tag, digest } = wantedOf(outcome) ?? {};
  const labelled = originOf((outcome.kind === 'change' ? outcome.labels : undefined) ?? {});
  const revision = labelled.revision ?? (tag === undefined ? undefined : parseGitSha(tag));
  const version = { wantedTag: tag, wantedDigest: digest };
  return {
    ...imageState(outcome),
    ...version,
    ...labelled,
    history: historyOf(outcome),
    revision,
    rule: ruleOf(outcome),
  };
}

/** Of the strategy commit: what settings name, or the label of the image. */
function historyOf(outcome: ImageOutcome): string | undefined {
  const { order } = outcome.image.policy;
  if (order.kind !== 'commit') return undefined;
  return order.repository || originOf((outcome.kind === 'change' ? outcome.labels : undefined) ?? {}).source;
}

function wantedOf(outcome: ImageOutcome): ImageVersion | undefined {
  if (outcome.kind === 'current') return outcome.version;
  return outcome.kind === 'refused' || outcome.kind === 'failed' ? undefined : outcome.to;
}

function ruleOf(outcome: ImageOutcome): string | undefined {
  if (outcome.kind === 'refused') return outcome.rule;
  return outcome.kind === 'failed' ? outcome.failure.code : undefined;
}

/** Whether what becomes of the image may change although neither its listing nor what it is written into does. */
export function changesByItself(outcome: ImageOutcome): boolean {
  if (outcome.kind === 'waiting' || outcome.image.policy.order.kind === 'commit') return true;
  return outcome.kind === 'held' && outcome.by.kind === 'manual' && outcome.by.until !== undefined;
}
