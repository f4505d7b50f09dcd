import { holds } from '../pipeline/holds.js';
import type { PublishedTag } from '../pipeline/model/publication.js';
import type { BuildFacts } from '../tag/build-facts.js';
import { fillTag, isFixed, parseTagTemplate, type TagTemplate } from '../tag/tag-template.js';
import type { LeaveReason } from './publication-plan.js';

/** A tag of the pipeline, for one build. */
export type ResolvedTag =
  | { readonly kind: 'fixed' | 'moving'; readonly tag: string; readonly template: TagTemplate }
  | { readonly kind: 'left'; readonly tag: string; readonly why: LeaveReason }
  | { readonly kind: 'refused'; readonly message: string };

/** Fills in the tags of a pipeline, in their order. Of two that come to the same name the first counts. */
export function resolveTags(tags: readonly PublishedTag[], facts: BuildFacts): readonly ResolvedTag[] {
  const seen = new Set<string>();
  return tags
    .map((tag) => resolveTag(tag, facts))
    .filter((resolved) => {
      if (resolved.kind !== 'fixed' && resolved.kind !== 'moving') return true;
      if (seen.has(resolved.tag)) return false;
      seen.add(resolved.tag);
      return true;
    });
}

function resolveTag({ template: text, when }: PublishedTag, facts: BuildFacts): ResolvedTag {
  const reading = parseTagTemplate(text);
  if (reading.kind === 'refused') return { kind: 'refused', message: `${text}: ${reading.message}` };
  if (!holds(when, facts)) return { kind: 'left', tag: text, why: 'gate' };
  const { template } = reading;
  const filled = fillTag(template, facts);
  switch (filled.kind) {
    case 'tag':
      return { kind: isFixed(template) ? 'fixed' : 'moving', tag: filled.tag, template };
    case 'nothing-to-fill':
      return { kind: 'left', tag: text, why: filled.kind };
    case 'unfilled':
      return { kind: 'refused', message: `${text}: ${filled.message}` };
  }
}
