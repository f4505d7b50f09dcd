/** The one of `names` that somebody may have meant: at most two letters away, and fewer than half of what was written. */
export function closestName(written: string, names: readonly string[]): string | undefined {
  const farthest = Math.min(2, Math.floor(written.length / 2));
  const [closest] = names
    .map((name) => ({ name, distance: editDistance(written.toLowerCase().replaceAll('-', '_'), name) }))
    .filter(({ distance }) => distance <= farthest)
    .sort((a, b) => a.distance - b.distance);
  return closest?.name;
}

/** Letters to insert, remove or replace, by Wagner and Fischer. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
