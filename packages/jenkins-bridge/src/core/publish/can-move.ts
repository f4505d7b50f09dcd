import type { Mutability } from '../pipeline/model/publication.js';

/** Whether a tag that is there can be put on another image: as the repository says, but for its exclusion filters. */
export function canMove({ kind, except }: Mutability, tag: string): boolean {
  const excepted = except.some((filter) => matchesTagFilter(filter, tag));
  return (kind === 'mutable') !== excepted;
}

/** Whether a tag matches an exclusion filter of ECR, in which `*` is any run of characters. */
function matchesTagFilter(filter: string, tag: string): boolean {
  const [first = '', ...rest] = filter.split('*');
  const last = rest.pop();
  if (last === undefined) return tag === filter;
  if (!tag.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = tag.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return tag.length - last.length >= at && tag.endsWith(last);
}
