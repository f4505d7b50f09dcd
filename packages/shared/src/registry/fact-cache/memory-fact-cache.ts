import type { DigestFacts, FactCache, KnownTag } from '../facts/digest-facts.js';

/** A {@link FactCache} that lives as long as the process. What was used longest ago goes first. */
export function createMemoryFactCache({ maxEntries = 10_000 }: { readonly maxEntries?: number } = {}): FactCache {
  return { ...inMemory<DigestFacts>(maxEntries), tags: inMemory<KnownTag>(maxEntries) };
}

function inMemory<Value>(maxEntries: number) {
  const values = new Map<string, Value>();
  const keep = (name: string, value: Value) => {
    values.delete(name);
    values.set(name, value);
    const [oldest] = values.keys();
    if (values.size > maxEntries && oldest !== undefined) values.delete(oldest);
  };
  return {
    async get(name: string): Promise<Value | undefined> {
      const known = values.get(name);
      if (known !== undefined) keep(name, known);
      return known;
    },
    async put(name: string, value: Value): Promise<void> {
      keep(name, value);
    },
  };
}
