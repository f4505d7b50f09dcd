/** Whether the tags of a repository can be moved, and which of them are excepted, by filters in which `*` is any run of characters. */
export interface TagMutability {
  readonly kind: 'mutable' | 'immutable';
  readonly except: readonly string[];
}

/** Whether a tag that is there can be put on another image: as the repository says, but for what is excepted. */
export function canMove({ kind, except }: TagMutability, tag: string): boolean {
  const excepted = except.some((filter) => matchesTagFilter(filter, tag));
  return (kind === 'mutable') !== excepted;
}

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
