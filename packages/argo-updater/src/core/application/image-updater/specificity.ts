import type { LabelSelector } from './schema.js';

/** What the specificity of a rule is made of. */
export interface RulePattern {
  readonly namePattern: string;
  readonly labelSelectors?: LabelSelector | undefined;
}

/**
 * How specific a rule is, in the points of argocd-image-updater: 1,000,000 for a pattern without any glob character, one for each byte of
 * it that is literal, 10,000 for having a selector and 100 for each of its terms.
 */
export function specificity({ namePattern, labelSelectors }: RulePattern): number {
  const exact = /[*?[\]]/.test(namePattern) ? 0 : 1_000_000;
  const literal = namePattern.replace(/\[.*?\]/g, '').replace(/[*?]/g, '');
  return exact + new TextEncoder().encode(literal).length + selectorPoints(labelSelectors);
}

/** The rules from the most to the least specific; equal ones in the order in which they were written. */
export function sortBySpecificity<Rule extends RulePattern>(rules: readonly Rule[]): readonly Rule[] {
  return rules
    .map((rule) => ({ rule, points: specificity(rule) }))
    .sort((a, b) => b.points - a.points)
    .map(({ rule }) => rule);
}

function selectorPoints(selector: RulePattern['labelSelectors']): number {
  if (!selector) return 0;
  const terms = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length;
  return 10_000 + terms * 100;
}
