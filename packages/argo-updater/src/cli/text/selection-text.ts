import type { Paint } from '@towline/shared/cli';
import type { Refusal } from '@towline/shared/policy';

/** Every tag on a line of its own: the chosen one first, then the others with the first rule that refused each. */
export function selectionText(
  chosen: string | undefined,
  refusals: readonly Refusal[],
  paint: Paint,
): readonly string[] {
  const width = Math.max(
    0,
    ...[chosen ?? '', ...refusals.map(({ tag }) => tag)].map((tag) => Math.min(tag.length, 48)),
  );
  const lines = refusals.map(({ tag, rule, reason }) => `  ${tag.padEnd(width)}  ${paint.dim(`${rule}:`)} ${reason}`);
  return chosen === undefined ? lines : [`${paint.green(`✓ ${chosen.padEnd(width)}  chosen`)}`, ...lines];
}

const shown = 3;

/** How many tags each rule refused, the most first, with some of them. */
export function refusalSummary(refusals: readonly Refusal[], paint: Paint): readonly string[] {
  const byRule = new Map<string, string[]>();
  for (const { rule, tag } of refusals) byRule.set(rule, [...(byRule.get(rule) ?? []), tag]);
  const groups = [...byRule].sort(([, a], [, b]) => b.length - a.length);
  const width = String(groups[0]?.[1].length ?? 0).length;
  return groups.map(([rule, tags]) => {
    const some = `${tags.slice(0, shown).join(', ')}${tags.length > shown ? ' …' : ''}`;
    return `  ${String(tags.length).padStart(width)} ${rule} ${paint.dim(some)}`;
  });
}
