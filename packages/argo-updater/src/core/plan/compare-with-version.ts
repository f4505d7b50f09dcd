import { type Candidate, compareCandidates } from '@towline/shared/policy';
import type { ImageVersion } from '../manifest/image-version.js';

import type { MadeChoice } from './selection.js';

/** A choice, what it was made from, and a version to hold against it. */
export interface OrderQuestion {
  readonly choice: MadeChoice;
  readonly chosen: Candidate;
  readonly candidates: readonly Candidate[];
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

function candidateOf({ tag, digest }: ImageVersion, candidates: readonly Candidate[]): Candidate | undefined {
  if (tag === undefined)
    return candidates.find((candidate) => candidate.digest !== undefined && candidate.digest === digest);
  return candidates.find((candidate) => candidate.tag === tag) ?? { tag };
}
