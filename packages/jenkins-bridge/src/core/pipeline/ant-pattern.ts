/**
 * Whether a name matches a pattern as Jenkins reads it: `*` is any run of characters without a slash, `?` one of them, `**` any folders,
 * none included. A pattern that ends with a slash means everything below.
 */
export function matchesAntPattern(pattern: string, name: string): boolean {
  const complete = pattern.endsWith('/') ? `${pattern}**` : pattern;
  return matchFolders(complete.split('/'), name.split('/'));
}

/** Only the last `**` is ever taken back: an earlier one could not reach further. */
function matchFolders(patterns: readonly string[], names: readonly string[]): boolean {
  return matchRuns(patterns, names, { isRun: (each) => each === '**', fits: matchFolder });
}

function matchFolder(pattern: string, name: string): boolean {
  return matchRuns([...pattern], [...name], {
    isRun: (each) => each === '*',
    fits: (each, character) => each === '?' || each === character,
  });
}

interface Matching {
  /** Whether a part of the pattern stands for any number of parts of the name. */
  isRun(part: string): boolean;
  fits(part: string, item: string): boolean;
}

function matchRuns(pattern: readonly string[], items: readonly string[], { isRun, fits }: Matching): boolean {
  let at = 0;
  let part = 0;
  let run: { readonly part: number; readonly at: number } | undefined;
  while (at < items.length) {
    const wanted = pattern[part];
    const item = items[at] ?? '';
    if (wanted !== undefined && isRun(wanted)) {
      run = { part, at };
      part += 1;
    } else if (wanted !== undefined && fits(wanted, item)) {
      part += 1;
      at += 1;
    } else if (run !== undefined) {
      run = { part: run.part, at: run.at + 1 };
      part = run.part + 1;
      at = run.at;
    } else {
      return false;
    }
  }
  return pattern.slice(part).every(isRun);
}
