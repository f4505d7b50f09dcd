import type { Facts } from './facts/facts.js';

/** How much a finding matters. An `error` breaks the build, leaks a secret or publishes what it should not; a `warning` will, one day. */
export type Severity = 'error' | 'warning';

/** A place where a rule is broken. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** What is wrong there, in one sentence. */
  readonly message: string;
  /** What to do there, where that says more than the rule's own `fix`. */
  readonly fix?: string | undefined;
  /** Whether what stands there is a secret, which no finding repeats. */
  readonly isSecret?: boolean | undefined;
}

/** What a rule is about, as the reference page shows it. */
export interface RuleText {
  readonly severity: Severity;
  /** What goes wrong where it is broken. */
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
  /** A Jenkinsfile that breaks this rule, and no other but `no-timeout`; and the same one mended. */
  readonly bad: string;
  readonly good: string;
}

/** A rule for Jenkinsfiles. */
export interface LintRule extends RuleText {
  /** Every place where a file breaks it. */
  readonly find: (facts: Facts) => readonly Mark[];
}
