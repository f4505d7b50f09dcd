/**
 * The lengths of the beginnings of `text` that a pattern of `*`, `?` and `\` matches, shortest first: the way in which a shell matches
 * `${name#pattern}`. It takes at most pattern length times text length steps.
 */
export function matchedLengths(pattern: readonly string[], text: string): readonly number[] {
  let reached = Array.from({ length: text.length + 1 }, (_, at) => at === 0);
  for (const step of pattern) {
    if (step === '*') {
      const from = reached.indexOf(true);
      reached = reached.map((_, at) => from !== -1 && at >= from);
    } else {
      reached = reached.map(
        (_, at) => at > 0 && reached[at - 1] === true && (step === '?' || step === `=${text.charAt(at - 1)}`),
      );
    }
  }
  return reached.flatMap((is, at) => (is ? [at] : []));
}

/** The steps of a pattern: `*`, `?`, or `=` and the character that must stand there. */
export function wildcardSteps(pattern: string): readonly string[] {
  const steps: string[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '*' || character === '?') steps.push(character);
    else if (character === '\\' && at + 1 < pattern.length) {
      at += 1;
      steps.push(`=${pattern.charAt(at)}`);
    } else steps.push(`=${character}`);
  }
  return steps;
}

/** `text` without its shortest or longest beginning that the pattern matches. */
export function withoutBeginning(text: string, pattern: string, longest: boolean): string {
  return text.slice(matchedLengths(wildcardSteps(pattern), text).at(longest ? -1 : 0) ?? 0);
}

/** `text` without its shortest or longest end that the pattern matches. */
export function withoutEnd(text: string, pattern: string, longest: boolean): string {
  const reversed = [...wildcardSteps(pattern)].reverse();
  const length = matchedLengths(reversed, reverse(text)).at(longest ? -1 : 0) ?? 0;
  return text.slice(0, text.length - length);
}

/** `text` with the first longest match, or with all of them, replaced. An empty match is none. */
export function replaceMatches(
  text: string,
  pattern: string,
  replacement: { readonly by: string; readonly all: boolean },
): string {
  const steps = wildcardSteps(pattern);
  let result = '';
  for (let at = 0; at < text.length; ) {
    const length = matchedLengths(steps, text.slice(at)).at(-1) ?? 0;
    if (length === 0) {
      result += text.charAt(at);
      at += 1;
      continue;
    }
    result += replacement.by;
    at += length;
    if (!replacement.all) return result + text.slice(at);
  }
  return result;
}

function reverse(text: string): string {
  let reversed = '';
  for (let at = text.length - 1; at >= 0; at -= 1) reversed += text.charAt(at);
  return reversed;
}
