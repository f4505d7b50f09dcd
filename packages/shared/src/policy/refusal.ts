/** The rules that can refuse a candidate, in the order in which they are asked. */
export type Rule =
  | 'not-allowed'
  | 'ignored'
  | 'no-match'
  | 'moving'
  | 'platform'
  | 'other-tag'
  | 'not-a-version'
  | 'pre-release'
  | 'outside-constraint'
  | 'not-a-number'
  | 'undated'
  | 'no-revision'
  | 'ambiguous-revision'
  | 'not-on-branch'
  | 'not-newest'
  | 'same-image';

/** Why a rule refuses, in words that complete “the tag is left out because it …”, with a verb in front. Shared by all candidates that it holds for. */
export interface Objection {
  readonly rule: Rule;
  readonly reason: string;
}

/** A candidate that was not chosen, and the first rule that refused it. */
export interface Refusal extends Objection {
  readonly tag: string;
}
