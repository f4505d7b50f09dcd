import { matchesGlob, parseGlob } from '@towline/shared/policy';

/** Tells whether a path matches. */
export type PathGlob = (path: string) => boolean;

type Segment = '**' | ((name: string) => boolean);

/**
 * Reads a pattern for the paths of a repository: `*`, `?` and `[a-z]` stay within one name, `**` stands for any folders, `{a,b}` for either.
 * Undefined where the pattern is malformed.
 */
export function parsePathGlob(pattern: string): PathGlob | undefined {
  const alternatives = expandBraces(pattern).map(parseSegments);
  if (alternatives.includes(undefined)) return undefined;
  return (path) => {
    const names = path.split('/');
    return alternatives.some((segments) => segments !== undefined && matches(segments, names));
  };
}

function parseSegments(pattern: string): readonly Segment[] | undefined {
  const segments = pattern.split('/').map((text): Segment | undefined => {
    if (text === '**') return text;
    const glob = parseGlob(text);
    return glob && ((name) => matchesGlob(glob, name));
  });
  return segments.includes(undefined) ? undefined : segments.filter((segment) => segment !== undefined);
}

/** Only the last `**` is ever taken back, as with the star of a glob: earlier ones could not reach further. */
function matches(segments: readonly Segment[], names: readonly string[]): boolean {
  let segment = 0;
  let name = 0;
  let afterStars = -1;
  let starsEnd = 0;
  while (name < names.length || segment < segments.length) {
    const current = segments[segment];
    if (current === '**') {
      segment += 1;
      afterStars = segment;
      starsEnd = name;
    } else if (current !== undefined && name < names.length && current(names[name] ?? '')) {
      segment += 1;
      name += 1;
    } else if (afterStars !== -1 && starsEnd < names.length) {
      starsEnd += 1;
      name = starsEnd;
      segment = afterStars;
    } else {
      return false;
    }
  }
  return true;
}

/** Every pattern that braces stand for. A brace without its partner, or without a comma, means itself. */
function expandBraces(pattern: string): readonly string[] {
  const match = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern);
  if (!match) return [pattern];
  const [, before = '', inside = '', after = ''] = match;
  return inside.split(',').flatMap((one) => expandBraces(before + one + after));
}
