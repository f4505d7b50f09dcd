import type { Digest } from '../../image/index.js';
import type { Ask, ImageSource } from '../image-source.js';
import type { DigestFacts } from './digest-facts.js';
import type { FactReader } from './fact-reader.js';
import type { TagMemory } from './tag-memory.js';

/** Facts behind a tag whose digest the listing did not say. */
export interface TagReader {
  /** Asks the registry what the tag names now. Undefined where there is no such tag. */
  read(ask: Ask, tag: string): Promise<{ readonly digest: Digest; readonly facts: DigestFacts } | undefined>;
  /** What the tag is believed to name, without a question. */
  believed(ask: Ask, tag: string): Promise<Digest | undefined>;
}

/** What a {@link TagReader} works with. */
export interface TagReaderParts {
  readonly source: ImageSource;
  readonly facts: FactReader;
  readonly memory: TagMemory;
}

/**
 * A reader of tags. One that was seen before is asked for by HEAD, since it has hardly moved (a HEAD is small, and Docker Hub counts no pull
 * for it); one that was not, by GET, which brings the manifest in the same request.
 */
export function createTagReader({ source, facts, memory }: TagReaderParts): TagReader {
  const fetch = async (ask: Ask, tag: string) => {
    const fetched = await source.manifest(ask, { kind: 'tag', tag });
    if (fetched === undefined) return undefined;
    const found = { digest: fetched.digest, facts: await facts.readFetched(ask, fetched) };
    await memory.keep(ask, tag, fetched.digest);
    return found;
  };
  return {
    believed: memory.believed,
    async read(ask, tag) {
      const last = await memory.last(ask, tag);
      if (last === undefined || (await facts.known(last)) === undefined) return fetch(ask, tag);
      const digest = (await source.digests(ask, [tag])).get(tag);
      if (digest === undefined) return undefined;
      const found = await facts.read(ask, digest);
      await memory.keep(ask, tag, digest);
      return found && { digest, facts: found };
    },
  };
}
