import type { DigestFacts } from '../facts/digest-facts.js';
import { formatFactLine, parseFactLine, splitFactLine } from './fact-line.js';

/** Facts in memory, those used last at the end. A line is opened when somebody wants it. */
export interface FactIndex {
  /** What a file holds. It counts as used before everything that is here already. */
  add(lines: readonly string[]): void;
  get(digest: string): DigestFacts | undefined;
  put(digest: string, facts: DigestFacts): void;
  /** What is worth keeping, those used longest ago first. */
  lines(): readonly string[];
}

/** An empty {@link FactIndex} of at most `maxEntries` facts. What was used longest ago goes first. */
export function createFactIndex(maxEntries: number): FactIndex {
  const entries = new Map<string, string | DigestFacts>();
  const trim = () => {
    for (const digest of entries.keys()) {
      if (entries.size <= maxEntries) return;
      entries.delete(digest);
    }
  };
  const put = (digest: string, facts: DigestFacts) => {
    entries.delete(digest);
    entries.set(digest, facts);
    trim();
  };
  return {
    put,
    add(lines) {
      const own = [...entries];
      entries.clear();
      for (const line of lines) {
        const digest = splitFactLine(line);
        if (digest !== undefined) entries.set(digest, line);
      }
      for (const [digest, entry] of own) {
        entries.delete(digest);
        entries.set(digest, entry);
      }
      trim();
    },
    get(digest) {
      const entry = entries.get(digest);
      if (entry === undefined) return undefined;
      const facts = typeof entry === 'string' ? parseFactLine(entry) : entry;
      if (facts === undefined) entries.delete(digest);
      else put(digest, facts);
      return facts;
    },
    lines: () =>
      [...entries].map(([digest, entry]) => (typeof entry === 'string' ? entry : formatFactLine(digest, entry))),
  };
}
