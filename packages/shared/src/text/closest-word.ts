/**
 * The known word that an unknown one was probably meant to be; undefined where none is near enough to be suggested. Case does not
 * count. At most a third of the letters of the shorter word may be wrong, one always, but never all of them.
 */
export function closestWord(word: string, known: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const shorter = Math.min(word.length, candidate.length);
    const farthest = Math.min(
      Math.max(1, Math.floor(shorter / 3)),
      shorter - 1,
      (best?.distance ?? Number.POSITIVE_INFINITY) - 1,
    );
    // The difference of their lengths is the least distance there can be: it saves most of the work.
    if (Math.abs(word.length - candidate.length) > farthest) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= farthest) best = { candidate, distance };
  }
  return best?.candidate;
}

/** How many letters must be added, dropped, replaced or swapped with their neighbour to make one word of the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(current, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
