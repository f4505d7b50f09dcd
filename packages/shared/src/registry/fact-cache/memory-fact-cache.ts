import type { Digest } from '../../image/index.js';
import type { DigestFacts, FactCache } from '../facts/digest-facts.js';

/** A {@link FactCache} that lives as long as the process. What was used longest ago goes first. */
export function createMemoryFactCache({ maxEntries = 10_000 }: { readonly maxEntries?: number } = {}): FactCache {
  const facts = new Map<Digest, DigestFacts>();
  const keep = (digest: Digest, value: DigestFacts) => {
    facts.delete(digest);
    facts.set(digest, value);
    const [oldest] = facts.keys();
    if (facts.size > maxEntries && oldest !== undefined) facts.delete(oldest);
  };
  return {
    async get(digest) {
      const known = facts.get(digest);
      if (known !== undefined) keep(digest, known);
      return known;
    },
    async put(digest, value) {
      keep(digest, value);
    },
  };
}
