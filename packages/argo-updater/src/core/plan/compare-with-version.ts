import { type Candidate, type CandidateList, candidateWithTag, compareCandidates } from '@towline/shared/policy';
import type { ImageVersion } from '../manifest/image-version.js';

import type { MadeChoice } from './selection.js';

/** A choice, what it was made from, and a version to hold against it. */
export interface OrderQuestion {
  readonly choice: MadeChoice;
  readonly chosen: Candidate;
  readonly candidates: CandidateList;
  readonly version: ImageVersion;
}

/**
 * Whether the policy puts the chosen candidate above a version: positive where it does, negative where it puts it below, undefined where it
 * cannot tell. Names, numbers and commits can be compared also where the registry has the version no longer. A version that the policy would
 * leave out, by a constraint or a filter, is not compared: whoever changed the settings meant it.
 */
export function compareWithVersion({ choice, chosen, candidates, version }: OrderQuestion): number | undefined {
  const other = candidateOf(version, candidates);
  if (other === undefined) return undefined;
  return compareCandidates(choice.policy, [chosen, other], choice.context);
}

/** The same for two versions, neither of which need be a candidate. */
export function compareVersions(
  { choice, candidates }: Pick<OrderQuestion, 'choice' | 'candidates'>,
  one: ImageVersion,
  other: ImageVersion,
): number | undefined {
  const chosen = candidateOf(one, candidates);
  if (chosen === undefined) return undefined;
  return compareWithVersion({ choice, chosen, candidates, version: other });
}

function candidateOf({ tag, digest }: ImageVersion, candidates: CandidateList): Candidate | undefined {
  if (tag !== undefined) return candidateWithTag(candidates, tag) ?? { tag };
  for (const candidate of candidates) {
    if (candidate.digest !== undefined && candidate.digest === digest) return candidate;
  }
  return undefined;
}
