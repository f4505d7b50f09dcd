import { isCodedError } from '../errors/index.js';
import { type Platform, parsePlatform } from '../image/index.js';
import type { Finding } from './finding.js';
import { compileOrder } from './orders.js';
import type { Ranking } from './ranking.js';
import { type Policy, policySchema } from './schema.js';
import { compileTagFilter, type TagFilter } from './tag-filter.js';

/** A policy that is ready to judge. Made by {@link compilePolicy} only; callers read `source` and `platforms`. */
export interface CompiledPolicy {
  readonly source: Policy;
  readonly filter: TagFilter;
  readonly ranking: Ranking;
  readonly platforms: readonly Platform[];
}

/** A policy, or everything that is wrong with it. Warnings are what a compatible program passes over in silence. */
export type PolicyReading =
  | { readonly kind: 'policy'; readonly policy: CompiledPolicy; readonly warnings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Reads a policy from outside data: its form first, then its patterns and constraints. */
export function parsePolicy(data: unknown): PolicyReading {
  const parsed = policySchema.safeParse(data);
  if (parsed.success) return compilePolicy(parsed.data);
  const findings = parsed.error.issues.map(({ path, message }) => ({ path: printPath(path), problem: message }));
  return { kind: 'refused', findings };
}

/**
 * Compiles the patterns and constraints of a policy, once for all candidates. With `compat: 'argocd-image-updater'` a bad `allowTags` (which
 * then allows nothing) and a bad ignore pattern (which then ignores nothing) are warnings, as that program does not mind them.
 */
export function compilePolicy(policy: Policy): PolicyReading {
  const findings: Finding[] = [];
  const tolerated: Finding[] = [];
  const tolerant = policy.compat === 'argocd-image-updater';
  const filter = compileTagFilter(policy, (finding) => (tolerant ? tolerated : findings).push(finding));
  const platforms = compilePlatforms(policy.platforms ?? [], findings);
  const ranking = compileOrder(policy.order, policy.compat);
  if ('problem' in ranking) findings.push(ranking);
  if ('problem' in ranking || findings.length > 0) return { kind: 'refused', findings: [...tolerated, ...findings] };
  return { kind: 'policy', policy: { source: policy, filter, ranking, platforms }, warnings: tolerated };
}

function compilePlatforms(texts: readonly string[], findings: Finding[]): readonly Platform[] {
  return texts.flatMap((text, index) => {
    try {
      return [parsePlatform(text)];
    } catch (error) {
      if (!isCodedError(error)) throw error;
      findings.push({ path: `platforms[${index}]`, problem: error.message });
      return [];
    }
  });
}

function printPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
