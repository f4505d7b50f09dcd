import type { Digest, Platform } from '../image/index.js';

/** One tag of a repository with what is known of it. What nobody asked for is absent. Times are milliseconds since the epoch. */
export interface Candidate {
  readonly tag: string;
  readonly digest?: Digest | undefined;
  /** When the registry received it: an upper bound of the build time. */
  readonly pushedAt?: number | undefined;
  /** When it was built, as its config says; null where somebody looked and nothing says it (a signature, a Helm chart). */
  readonly createdAt?: number | null | undefined;
  readonly platforms?: readonly Platform[] | undefined;
  /** The source commit it was built from. */
  readonly revision?: string | undefined;
  /** Set where the registry was not asked this time what the tag names: the facts are those of the image that it named before. */
  readonly remembered?: true | undefined;
}

/** Candidates in the order of their listing. An array is one; a long listing may make its candidates when they are looked at. */
export interface CandidateList extends Iterable<Candidate> {
  readonly length: number;
  /** The tags alone, where they are to be had without the candidates. */
  readonly tags?: (() => readonly string[]) | undefined;
  /** The candidate that has this tag, where it is to be had without the others. */
  readonly withTag?: ((tag: string) => Candidate | undefined) | undefined;
}

/** The candidate that has this tag. */
export function candidateWithTag(candidates: CandidateList, tag: string): Candidate | undefined {
  if (candidates.withTag !== undefined) return candidates.withTag(tag);
  for (const candidate of candidates) if (candidate.tag === tag) return candidate;
  return undefined;
}
