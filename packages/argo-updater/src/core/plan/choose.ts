import { type Platform, parseDigest, wantsPlatform } from '@towline/shared/image';
import type { Candidate } from '@towline/shared/policy';
import type { ImageFacts } from '@towline/shared/ports';
import { annotatedHolds } from '../hold/annotated-holds.js';
import { applyHolds, type HeldValue } from '../hold/apply-holds.js';
import { heldByHistory } from '../hold/held-by-history.js';
import { type ImageVersion, parseTagText } from '../manifest/image-version.js';
import { compareVersions, compareWithVersion } from './compare-with-version.js';
import type { Failure, ImageFate, ImageOutcome } from './image-outcome.js';
import type { ImageQuestion } from './image-question.js';
import { inspectionNeeded } from './inspection-needed.js';
import { placedVersion } from './placed-version.js';
import { planFailure } from './plan-finding.js';
import { explainChoice, nothingToExplain } from './selection.js';
import { wantedVersion } from './wanted-version.js';
import { whyChosen } from './why.js';
import { type ChangeWish, wishFor } from './wish.js';

/**
 * What becomes of one image: what its policy chooses, unless it is not live, there already, older than what is deployed, not yet there for
 * all platforms, or held; asked in this order.
 */
export function choose(question: ImageQuestion): ImageOutcome {
  const wish = wishFor(question);
  return outcome(question, wish.kind === 'change' ? grant(question, wish) : wish);
}

/** What becomes of an image of which it is known already. */
export function outcome({ image, gathered }: Pick<ImageQuestion, 'image' | 'gathered'>, fate: ImageFate): ImageOutcome {
  const { listing, history } = gathered;
  if (listing.kind === 'failed' || history?.kind === 'failed') {
    const candidates = listing.kind === 'failed' ? 0 : listing.value.length;
    return { image, candidates, explain: () => nothingToExplain, ...fate };
  }
  const asked = { policy: image.policy, candidates: listing.value, history: history?.value };
  return { image, candidates: listing.value.length, explain: () => explainChoice(asked), ...fate };
}

/** Whether a wish for another version is granted. */
function grant(question: ImageQuestion, wish: ChangeWish): ImageFate {
  const { image, application, now } = question;
  const { from, chosen, choice } = wish;
  const look = lookAt(question, chosen);
  if (look.kind === 'failed') return look;
  const { facts } = look;
  const to = wantedVersion(image, chosen, chosen.digest ?? facts?.digest);
  // Kustomize keeps a digest without its tag: only now can it be compared.
  if (!application.compat && placedVersion(question, to).isWanted) return { kind: 'current', version: from ?? to };

  const missing = application.compat ? [] : missingPlatforms(image.platforms, chosen.platforms ?? facts?.platforms);
  if (missing.length > 0) return { kind: 'waiting', from, to, missing };
  const doubt = doubtOf(question);
  if (doubt !== undefined) return doubt;
  const held = heldValue(question, wish, to);
  if (held !== undefined) return { kind: 'held', from, to, ...held };
  const why = whyChosen(image.policy, chosen, { now, history: choice.context.history });
  return { kind: 'change', from, to, why, labels: facts?.labels };
}

/** Why an image must not be written that has to be signed; undefined where it is signed, or need not be. */
function doubtOf({ image, gathered: { verdict } }: ImageQuestion): ImageFate | undefined {
  if (image.verification === undefined) return undefined;
  if (verdict === undefined) {
    return { kind: 'failed', failure: planFailure('image-not-verified', `${image.name} was not verified`) };
  }
  if (verdict.kind === 'failed') return verdict;
  const { value } = verdict;
  if (value.kind === 'signed') return undefined;
  return { kind: 'refused', rule: 'not-signed', reason: `the chosen image ${value.reason}` };
}

type Look =
  | { readonly kind: 'seen'; readonly facts: ImageFacts | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure };

function lookAt({ image, application, gathered }: ImageQuestion, chosen: Candidate): Look {
  const { inspection } = gathered;
  if (!inspectionNeeded(image, chosen, application.compat)) {
    return { kind: 'seen', facts: inspection?.kind === 'answer' ? inspection.value : undefined };
  }
  const at = `${image.name}:${chosen.tag}`;
  if (inspection === undefined) {
    return { kind: 'failed', failure: planFailure('image-not-inspected', `${at} was not looked at`) };
  }
  if (inspection.kind === 'failed') return inspection;
  if (inspection.value !== undefined) return { kind: 'seen', facts: inspection.value };
  return { kind: 'failed', failure: planFailure('image-gone', `${at} was listed and is gone`) };
}

function missingPlatforms(
  wanted: readonly Platform[],
  actual: readonly Platform[] | undefined = [],
): readonly Platform[] {
  return wanted.filter((platform) => !actual.some((one) => wantsPlatform([platform], one)));
}

function heldValue({ image, gathered, now }: ImageQuestion, wish: ChangeWish, to: ImageVersion): HeldValue | undefined {
  const versionOf = (value: string): ImageVersion => {
    const digest = parseDigest(value);
    return digest === undefined ? (parseTagText(value) ?? { tag: value }) : { digest };
  };
  const taken = gathered.past.flatMap((past) =>
    heldByHistory(past, (one, other) => compareVersions(wish, versionOf(one), versionOf(other))),
  );
  return applyHolds({
    to,
    holds: [...annotatedHolds(image), ...taken],
    released: image.release,
    isNewerThan: (value) => {
      const order = compareWithVersion({ ...wish, version: versionOf(value) });
      // Two digests under one tag stand at the same place.
      return order === undefined || order === 0 ? undefined : order > 0;
    },
    now,
  });
}
