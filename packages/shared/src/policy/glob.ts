/** One step of a pattern: any run of characters but `/`, or one character that passes a test. */
type Step = '*' | ((character: string) => boolean);

/** A parsed file-name pattern. */
export interface Glob {
  readonly text: string;
  readonly steps: readonly Step[];
}

const notSlash = (character: string): boolean => character !== '/';

/**
 * Reads a pattern with the meaning of Go's `filepath.Match`: `*` and `?` stop at `/`, `[a-z]`, `[^a-z]`, `\` takes the next character
 * literally; braces and `!` mean themselves. Undefined where the pattern is malformed: an open bracket, an empty range, a last backslash.
 */
export function parseGlob(text: string): Glob | undefined {
  const steps: Step[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (character === '[') {
      const parsed = parseClass(text, at + 1);
      if (parsed === undefined) return undefined;
      steps.push(parsed.step);
      at = parsed.end;
    } else if (character === '\\') {
      if (at + 1 === text.length) return undefined;
      steps.push(literal(text.charAt(at + 1)));
      at += 2;
    } else {
      steps.push(character === '*' ? '*' : character === '?' ? notSlash : literal(character));
      at += 1;
    }
  }
  return { text, steps };
}

/**
 * Whether the whole of `name` matches. Only the last star is ever taken back, since an earlier one could not reach further: at most
 * pattern length times name length steps.
 */
export function matchesGlob({ steps }: Glob, name: string): boolean {
  let step = 0;
  let at = 0;
  let afterStar = -1;
  let starEnd = 0;
  while (at < name.length || step < steps.length) {
    const current = steps[step];
    if (current === '*') {
      step += 1;
      afterStar = step;
      starEnd = at;
    } else if (current !== undefined && at < name.length && current(name.charAt(at))) {
      step += 1;
      at += 1;
    } else if (afterStar !== -1 && starEnd < name.length && notSlash(name.charAt(starEnd))) {
      starEnd += 1;
      at = starEnd;
      step = afterStar;
    } else {
      return false;
    }
  }
  return true;
}

function literal(wanted: string): Step {
  return (character) => character === wanted;
}

function parseClass(text: string, start: number): { readonly step: Step; readonly end: number } | undefined {
  const negated = text.charAt(start) === '^';
  const ranges: (readonly [low: string, high: string])[] = [];
  let at = negated ? start + 1 : start;
  while (ranges.length === 0 || text.charAt(at) !== ']') {
    const low = classCharacter(text, at);
    if (low === undefined) return undefined;
    at = low.end;
    const isRange = text.charAt(at) === '-';
    const high = isRange ? classCharacter(text, at + 1) : low;
    if (high === undefined) return undefined;
    at = high.end;
    ranges.push([low.character, high.character]);
  }
  const inside = (character: string): boolean => ranges.some(([low, high]) => low <= character && character <= high);
  return { step: negated ? (character) => !inside(character) : inside, end: at + 1 };
}

/** One character of a class; undefined at a bare `-` or `]`, and where the class would not be closed after it. */
function classCharacter(text: string, at: number): { readonly character: string; readonly end: number } | undefined {
  const first = text.charAt(at);
  const position = first === '\\' ? at + 1 : at;
  if (first === '-' || first === ']' || position + 1 >= text.length) return undefined;
  return { character: text.charAt(position), end: position + 1 };
}
