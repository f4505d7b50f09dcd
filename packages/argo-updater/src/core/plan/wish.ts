import type { Candidate, CandidateList } from '@towline/shared/policy';
import type { ImageVersion } from '../manifest/image-version.js';
import { compareWithVersion } from './compare-with-version.js';
import type { Failure, RefusalRule } from './image-outcome.js';
import type { ImageQuestion } from './image-question.js';
import { mayUpdate } from './live-version.js';
import { noTagMatches } from './no-tag-matches.js';
import { peerPlacedVersion, placedVersion } from './placed-version.js';
import { explainChoice, type MadeChoice, makeChoice } from './selection.js';
import { describeVersion, wantedVersion } from './wanted-version.js';

/** What an image wants before anybody looks at the image that is chosen. */
export type Wish =
  | ChangeWish
  | { readonly kind: 'current'; readonly version: ImageVersion }
  | { readonly kind: 'refused'; readonly rule: RefusalRule; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The wish for another version. */
export interface ChangeWish extends Chosen {
  readonly kind: 'change';
  readonly from: ImageVersion | undefined;
}

interface Chosen {
  readonly choice: MadeChoice;
  readonly chosen: Candidate;
  readonly candidates: CandidateList;
}

/**
 * What an image wants by its policy, by what is live and by what Git holds. What is live only says whether the image may be updated: the
 * value in Git says whether there is anything to do, so that nothing is written twice while a rollout is under way.
 */
export function wishFor(question: ImageQuestion): Wish {
  const { image, application, gathered } = question;
  if (!mayUpdate(application, image)) {
    const reason = `the Application does not run ${image.name}, and nothing forces the update`;
    return { kind: 'refused', rule: 'not-live', reason };
  }
  const { listing, history } = gathered;
  if (listing.kind === 'failed') return listing;
  if (history?.kind === 'failed') return history;

  const asked = { policy: image.policy, candidates: listing.value, history: history?.value };
  const choice = makeChoice(asked);
  if (choice.kind === 'failed') return choice;
  const { chosen } = choice;
  if (chosen === undefined) return noTagMatches(explainChoice(asked), history?.value);
  const made = { choice, chosen, candidates: listing.value };
  return weigh(question, made);
}

function weigh(question: ImageQuestion, made: Chosen): Wish {
  const { image, application } = question;
  const to = wantedVersion(image, made.chosen);
  const placed = application.compat ? peerPlacedVersion(question, to) : placedVersion(question, to);
  const { from } = placed;
  if (placed.isWanted) return { kind: 'current', version: from ?? to };
  if (from !== undefined && placed.isComparable && !image.allowDowngrade) {
    const order = compareWithVersion({ ...made, version: from });
    if (order !== undefined && order < 0) return downgrade(from, made);
  }
  return { kind: 'change', from, ...made };
}

function downgrade(from: ImageVersion, { chosen }: Chosen): Wish {
  const reason = `${describeVersion(from)} is deployed, and ${chosen.tag}, the newest that can be chosen, stands below it`;
  return { kind: 'refused', rule: 'downgrade', reason };
}
