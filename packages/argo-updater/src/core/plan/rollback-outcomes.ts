import type { Candidate } from '@towline/shared/policy';
import { heldName, isSameHeld, parseHeldName } from '../hold/past.js';
import type { ImageVersion } from '../manifest/image-version.js';
import { outcome } from './choose.js';
import { compareVersions } from './compare-with-version.js';
import type { ImageFate, ImageOutcome } from './image-outcome.js';
import type { ImageQuestion } from './image-question.js';
import { planFailure } from './plan-finding.js';
import { makeChoice } from './selection.js';
import { wantedVersion } from './wanted-version.js';

/** What is to be taken back, and to what. */
export interface RollbackWish {
  /** The alias of an image, or its name; every image where absent. */
  readonly image?: string | undefined;
  readonly to: /** What stood there before. */
    | { readonly kind: 'previous' }
    | { readonly kind: 'tag'; readonly tag: string }
    /** What we wrote ourselves, by the labels of images, and no others: each only where it still stands everywhere. */
    | { readonly kind: 'undo'; readonly written: ReadonlyMap<string, WrittenVersion> };
}

/** A version that was written, and the one that it replaced: both as {@link heldName} names them. */
export interface WrittenVersion {
  readonly version: string;
  /** Undefined where nothing was there. */
  readonly before: string | undefined;
}

/** What becomes of the images of an Application that is taken back. Each question brings the past of its places. */
export function rollbackOutcomes(
  questions: readonly ImageQuestion[],
  { image, to }: RollbackWish,
): readonly ImageOutcome[] {
  const isMeant = (one: ImageQuestion): boolean =>
    image === undefined || [one.image.alias, one.image.name, one.image.reference].includes(image);
  const meant = questions.filter(isMeant);
  const state = to.kind === 'previous' ? previousState(meant) : 0;
  return questions.map((question) => {
    if (!isMeant(question)) return outcome(question, stay(question));
    if (to.kind === 'undo') return outcome(question, undo(question, to.written.get(question.image.label)));
    return outcome(question, to.kind === 'tag' ? toTag(question, to.tag) : toState(question, state));
  });
}

function stay({ held: [first] }: ImageQuestion): ImageFate {
  return { kind: 'current', version: first ?? {} };
}

/** Somebody who has changed one of the places since has decided. */
function undo(question: ImageQuestion, written: WrittenVersion | undefined): ImageFate {
  const { image, held } = question;
  const version = written?.version ?? '';
  const stands = held.every((one) => one !== undefined && isSameHeld(heldName(versionOf(one)) ?? '', version));
  if (written === undefined || held.length === 0 || !stands) return stay(question);
  const to = written.before === undefined ? undefined : parseHeldName(written.before);
  if (to !== undefined) return back(question, to);
  const message = `${image.name} had no version before ${written.version}`;
  return { kind: 'failed', failure: planFailure('rollback-nothing-before', message, nameVersion) };
}

/** The newest state in which one of the images was not what it is now; 0 where there is none. */
function previousState(questions: readonly ImageQuestion[]): number {
  const depths = questions.flatMap(({ gathered }) => {
    const [past = []] = gathered.past;
    const found = past.findIndex(({ value }) => value !== undefined && value !== past[0]?.value);
    return found > 0 ? [found] : [];
  });
  return depths.length === 0 ? 0 : Math.min(...depths);
}

function toState(question: ImageQuestion, state: number): ImageFate {
  const { image, gathered } = question;
  const value = gathered.past[0]?.[state]?.value;
  if (state === 0 || value === undefined) {
    return {
      kind: 'failed',
      failure: planFailure('rollback-nothing-before', `${image.name} had no other version here`, nameVersion),
    };
  }
  if (value === gathered.past[0]?.[0]?.value) return stay(question);
  return back(question, parseHeldName(value) ?? { tag: value });
}

const nameVersion = 'Name the version: argo-updater rollback --to TAG.';

function toTag(question: ImageQuestion, tag: string): ImageFate {
  return back(question, wantedVersion(question.image, candidateOf(question, tag) ?? { tag }));
}

/** To a version that is there, and that does not stand above what is deployed. */
function back(question: ImageQuestion, to: ImageVersion): ImageFate {
  const { image, gathered, held } = question;
  const [from] = held;
  if (from !== undefined && heldName(from) === heldName(to)) return { kind: 'current', version: to };
  const { listing } = gathered;
  if (listing.kind === 'answer' && to.tag !== undefined && candidateOf(question, to.tag) === undefined) {
    const hint = 'See which tags there are: argo-updater explain.';
    return {
      kind: 'failed',
      failure: planFailure('rollback-tag-gone', `${image.name}:${to.tag} is not in the registry`, hint),
    };
  }
  if (from !== undefined && isAbove(question, to, from)) {
    const hint = 'A policy goes forward by itself; take its hold away where one keeps it: argo-updater release.';
    const message = `${heldName(to)} stands above ${heldName(from)}, which is deployed`;
    return { kind: 'failed', failure: planFailure('rollback-forward', message, hint) };
  }
  return {
    kind: 'change',
    from: from && versionOf(from),
    to,
    why: { strategy: 'rollback', rule: 'what was asked for' },
  };
}

function candidateOf({ gathered: { listing } }: ImageQuestion, tag: string): Candidate | undefined {
  if (listing.kind === 'failed') return undefined;
  for (const candidate of listing.value) if (candidate.tag === tag) return candidate;
  return undefined;
}

function isAbove({ image, gathered }: ImageQuestion, one: ImageVersion, other: ImageVersion): boolean {
  const { listing, history } = gathered;
  if (listing.kind === 'failed') return false;
  const choice = makeChoice({
    policy: image.policy,
    candidates: listing.value,
    history: history?.kind === 'answer' ? history.value : undefined,
  });
  if (choice.kind === 'failed') return false;
  return (compareVersions({ choice, candidates: listing.value }, one, other) ?? 0) > 0;
}

/** A reference has more than a version. */
function versionOf({ tag, digest }: ImageVersion): ImageVersion {
  return { tag, digest };
}
