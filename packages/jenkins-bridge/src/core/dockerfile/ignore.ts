import { matchesGlob, parseGlob } from '@towline/shared/policy';

/** Says which paths a `.dockerignore` leaves out of the build context. */
export interface IgnoreRules {
  /** Whether the path is left out, by itself or by a folder above it. */
  ignores(path: string): boolean;
  /** Whether something below an ignored folder may be in again: where not, nobody has to look. */
  mayContain(folder: string): boolean;
}

interface Rule {
  readonly again: boolean;
  readonly segments: readonly Segment[];
}

type Segment = '**' | ((name: string) => boolean);

/**
 * Reads a `.dockerignore`: patterns of Go's `filepath.Match` and `**`, relative to the context; `!` takes back what an earlier one left
 * out; the last one that matches counts. A pattern that is malformed matches nothing.
 */
export function readIgnoreRules(text: string): IgnoreRules {
  return ignoreRules(
    text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('#')),
  );
}

/** {@link IgnoreRules} of these patterns. */
export function ignoreRules(patterns: readonly string[]): IgnoreRules {
  const rules = patterns.map(readRule).filter((rule) => rule !== undefined);
  return {
    ignores(path) {
      const segments = path.split('/');
      let ignored = false;
      for (const { again, segments: pattern } of rules) {
        if (ignored === again && matchesAny(pattern, segments)) ignored = !again;
      }
      return ignored;
    },
    mayContain(folder) {
      const names = folder.split('/');
      return rules.some(({ again, segments }) => again && mayReach(segments, names));
    },
  };
}

function readRule(line: string): Rule | undefined {
  const trimmed = line.trim();
  const again = trimmed.startsWith('!');
  const names = (again ? trimmed.slice(1).trim() : trimmed).split('/').reduce<string[]>((clean, name) => {
    if (name === '..') clean.pop();
    else if (name !== '' && name !== '.') clean.push(name);
    return clean;
  }, []);
  if (names.length === 0) return undefined;
  const segments: Segment[] = [];
  for (const name of names) {
    if (name === '**') {
      if (segments.at(-1) !== '**') segments.push('**');
      continue;
    }
    // `**` inside a name is no more than `*`.
    const glob = parseGlob(name.replaceAll(/\*+/g, '*'));
    if (glob === undefined) return undefined;
    segments.push((text) => matchesGlob(glob, text));
  }
  return { again, segments };
}

/** Whether the pattern matches the path or a folder above it. Every step is looked at once for each name. */
function matchesAny(pattern: readonly Segment[], names: readonly string[]): boolean {
  let reached = closure(pattern, new Set([0]));
  for (const name of names) {
    reached = closure(pattern, advance(pattern, reached, name));
    if (reached.has(pattern.length)) return true;
    if (reached.size === 0) return false;
  }
  return false;
}

/** Whether the pattern may match something below a folder. */
function mayReach(pattern: readonly Segment[], folder: readonly string[]): boolean {
  let reached = closure(pattern, new Set([0]));
  for (const name of folder) {
    if (reached.has(pattern.length)) return true;
    reached = closure(pattern, advance(pattern, reached, name));
  }
  return reached.size > 0;
}

function advance(pattern: readonly Segment[], reached: ReadonlySet<number>, name: string): Set<number> {
  const next = new Set<number>();
  for (const at of reached) {
    const segment = pattern[at];
    if (segment === '**') next.add(at).add(at + 1 === pattern.length ? at + 1 : at);
    else if (segment?.(name)) next.add(at + 1);
  }
  return next;
}

/** `**` may also stand for nothing, but not at the end, where it stands for what is below. */
function closure(pattern: readonly Segment[], reached: Set<number>): Set<number> {
  for (const at of reached) {
    if (pattern[at] === '**' && at + 1 < pattern.length) reached.add(at + 1);
  }
  return reached;
}
