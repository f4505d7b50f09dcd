/** A line of a text, and whether it was kept, taken out or put in. */
export interface DiffLine {
  readonly kind: 'kept' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond this many steps the middle is shown as removed and added whole: it would be no easier to read line by line. */
const mostSteps = 500;

/** The shortest way from one list of lines to another (Myers, “An O(ND) Difference Algorithm”). */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const head = commonLength(before, after, (lines, index) => lines[index]);
  const rest = [before.slice(head), after.slice(head)] as const;
  const tail = commonLength(...rest, (lines, index) => lines[lines.length - 1 - index]);
  const [from, to] = rest.map((lines) => lines.slice(0, lines.length - tail));
  return [
    ...before.slice(0, head).map(kept),
    ...diffMiddle(from ?? [], to ?? []),
    ...before.slice(before.length - tail).map(kept),
  ];
}

type Lines = readonly string[];

const kept = (text: string): DiffLine => ({ kind: 'kept', text });
const removed = (text: string): DiffLine => ({ kind: 'removed', text });
const added = (text: string): DiffLine => ({ kind: 'added', text });

function commonLength(a: Lines, b: Lines, at: (lines: Lines, index: number) => string | undefined): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && at(a, length) === at(b, length)) length += 1;
  return length;
}

function diffMiddle(from: Lines, to: Lines): readonly DiffLine[] {
  const whole = () => [...from.map(removed), ...to.map(added)];
  if (from.length === 0 || to.length === 0) return whole();
  const trace = findPath(from, to);
  return trace === undefined ? whole() : walkBack(trace, from, to);
}

/** How far each diagonal was reached after each number of steps, until the end was reached. */
function findPath(from: Lines, to: Lines): readonly ReadonlyMap<number, number>[] | undefined {
  const trace: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let steps = 0; steps <= mostSteps; steps += 1) {
    trace.push(reached);
    const next = new Map(reached);
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = startOn(reached, diagonal, steps);
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= from.length && x - diagonal >= to.length) return [...trace, next];
    }
    reached = next;
  }
  return undefined;
}

function startOn(reached: ReadonlyMap<number, number>, diagonal: number, steps: number): number {
  const below = reached.get(diagonal - 1) ?? -1;
  const above = reached.get(diagonal + 1) ?? -1;
  return goesDown(reached, diagonal, steps) ? above : below + 1;
}

/** Whether the diagonal is reached by adding a line rather than by removing one. */
function goesDown(reached: ReadonlyMap<number, number>, diagonal: number, steps: number): boolean {
  if (diagonal === -steps) return true;
  return diagonal !== steps && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1);
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], from: Lines, to: Lines): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [from.length, to.length];
  for (let steps = trace.length - 2; steps >= 0; steps -= 1) {
    const reached = trace[steps] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = goesDown(reached, diagonal, steps);
    const startX = reached.get(down ? diagonal + 1 : diagonal - 1) ?? 0;
    const startY = startX - (down ? diagonal + 1 : diagonal - 1);
    while (x > startX && y > startY && x > 0 && y > 0 && from[x - 1] === to[y - 1]) {
      lines.push(kept(from[x - 1] ?? ''));
      [x, y] = [x - 1, y - 1];
    }
    if (steps === 0) break;
    lines.push(down ? added(to[y - 1] ?? '') : removed(from[x - 1] ?? ''));
    [x, y] = [startX, startY];
  }
  return lines.reverse();
}
