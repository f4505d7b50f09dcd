import type { z } from 'zod';
import { digestFactsSchema, type FactCache, knownTagSchema } from '../facts/digest-facts.js';
import { createLineForm } from './line-form.js';
import { createLineIndex } from './line-index.js';

/** A {@link FactCache} that lives as long as the process. What was used longest ago goes first. */
export function createMemoryFactCache({ maxEntries = 100_000 }: { readonly maxEntries?: number } = {}): FactCache {
  return { ...inMemory(digestFactsSchema, maxEntries), tags: inMemory(knownTagSchema, maxEntries) };
}

function inMemory<Value extends object>(schema: z.ZodType<Value>, maxEntries: number) {
  const index = createLineIndex(createLineForm(schema), maxEntries);
  return {
    get: async (name: string): Promise<Value | undefined> => index.get(name),
    put: async (name: string, value: Value): Promise<void> => index.put(name, value),
  };
}
