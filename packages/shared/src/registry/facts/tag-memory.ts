import { type Digest, formatRepository, isMovingTag } from '../../image/index.js';
import type { Clock } from '../../ports/index.js';
import type { Ask } from '../image-source.js';
import type { FactCache } from './digest-facts.js';

/** What the tags of registries were seen to name, where listings do not say it. */
export interface TagMemory {
  /** What a tag named when it was asked for last, however long ago that is. */
  last(ask: Ask, tag: string): Promise<Digest | undefined>;
  /** The same as long as it is believed without a question. */
  believed(ask: Ask, tag: string): Promise<Digest | undefined>;
  /** The registry said it just now. */
  keep(ask: Ask, tag: string, digest: Digest): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A {@link TagMemory} in the cache of facts. What was seen is believed for half a day to a whole one: names that move by convention (`latest`,
 * `main`, `1.2`) never, and nothing for ever, since any tag may be moved.
 */
export function createTagMemory({ tags }: FactCache, clock: Pick<Clock, 'now'>): TagMemory {
  const nameOf = ({ repository }: Ask, tag: string): string => `${formatRepository(repository)}:${tag}`;
  return {
    last: async (ask, tag) => (await tags.get(nameOf(ask, tag)))?.digest,
    async believed(ask, tag) {
      if (isMovingTag(tag)) return undefined;
      const known = await tags.get(nameOf(ask, tag));
      if (known === undefined) return undefined;
      const age = clock.now() - known.seenAt;
      return age >= 0 && age < believedMs(known.digest) ? known.digest : undefined;
    },
    keep: (ask, tag, digest) => tags.put(nameOf(ask, tag), { digest, seenAt: clock.now() }),
  };
}

/** Different for each image, so that what was seen in one pass is not asked for again in one pass. */
function believedMs(digest: Digest): number {
  const [hex = ''] = /[0-9a-f]{4}/.exec(digest.slice(digest.indexOf(':') + 1)) ?? [];
  const part = hex === '' ? 0 : Number.parseInt(hex, 16) / 0xffff;
  return dayMs * (0.5 + part / 2);
}
