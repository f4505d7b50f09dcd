import { abortable } from '../../async/index.js';
import type { Digest } from '../../image/index.js';
import type { Ask, FetchedManifest, ImageSource } from '../image-source.js';
import type { DigestFacts } from './digest-facts.js';
import type { FactReader } from './fact-reader.js';

/** Facts behind a tag whose digest the listing did not say. */
export interface TagReader {
  /** Undefined where there is no such tag. */
  read(ask: Ask, tag: string): Promise<{ readonly digest: Digest; readonly facts: DigestFacts } | undefined>;
}

/**
 * A reader of many tags of one repository. A tag may move, so each is asked for: by HEAD once most of what it finds is known (it is
 * small, and Docker Hub counts no pull for it), until then by GET, which brings the manifest in the same request. The first tag goes ahead, so that
 * what it says counts for all that are read at once with it.
 */
export function createTagReader(source: ImageSource, facts: FactReader): TagReader {
  let known = 0;
  let unknown = 0;
  let first: Promise<unknown> | undefined;
  const count = async (digest: Digest) => {
    if ((await facts.known(digest)) === undefined) unknown += 1;
    else known += 1;
  };
  const fetch = async (ask: Ask, tag: string) => {
    const fetched = await source.manifest(ask, { kind: 'tag', tag });
    if (fetched === undefined) return undefined;
    await count(fetched.digest);
    return fetched;
  };
  const readFetched = async (ask: Ask, fetched: FetchedManifest | undefined) =>
    fetched && { digest: fetched.digest, facts: await facts.readFetched(ask, fetched) };
  return {
    async read(ask, tag) {
      if (first === undefined) {
        const fetching = fetch(ask, tag);
        first = fetching.catch(() => undefined);
        return readFetched(ask, await fetching);
      }
      await abortable(first, ask.signal);
      if (known <= unknown) return readFetched(ask, await fetch(ask, tag));
      const digest = (await source.digests(ask, [tag])).get(tag);
      if (digest === undefined) return undefined;
      await count(digest);
      const found = await facts.read(ask, digest);
      return found && { digest, facts: found };
    },
  };
}
