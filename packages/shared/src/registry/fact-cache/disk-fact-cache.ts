import { join } from 'node:path';
import { type Logger, silentLogger } from '../../ports/index.js';
import { digestFactsSchema, type FactCache, knownTagSchema } from '../facts/digest-facts.js';
import { createKeptLines } from './kept-lines.js';
import { createLineForm } from './line-form.js';

/** How facts are kept. */
export interface FactCacheOptions {
  /** Made where it does not exist. Several processes may share it. */
  readonly directory: string;
  /** Facts kept, and as many tags. A file may hold twice as many lines before it is tidied. Default 150,000, some 60 MB. */
  readonly maxEntries?: number | undefined;
  readonly log?: Logger | undefined;
}

/** A {@link FactCache} on disk: a file of facts, and a file of what tags were seen to name. */
export function createFactCache({ directory, maxEntries = 150_000, log = silentLogger }: FactCacheOptions): FactCache {
  const bounds = { maxEntries, log };
  const facts = createKeptLines({
    ...bounds,
    path: join(directory, 'facts-v1.log'),
    form: createLineForm(digestFactsSchema),
  });
  const tags = createKeptLines({
    ...bounds,
    path: join(directory, 'tags-v1.log'),
    form: createLineForm(knownTagSchema),
  });
  return { get: facts.get, put: facts.put, tags };
}
