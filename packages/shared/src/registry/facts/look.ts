import { errorCode } from '../../errors/index.js';
import type { Digest, Platform } from '../../image/index.js';
import type { Clock, ImageFacts, Logger } from '../../ports/index.js';
import type { Ask, ManifestReference } from '../image-source.js';
import type { DigestFacts, FactCache } from './digest-facts.js';
import type { FactReader } from './fact-reader.js';
import { composeFacts } from './image-facts.js';
import type { TagReader } from './tag-reader.js';

/** What looking at images needs besides a source. */
export interface LookOptions {
  readonly cache: FactCache;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** How many images are looked at at once. */
  readonly concurrency: number;
}

/** What somebody wants to know of one image. */
export interface Wish {
  readonly reference: ManifestReference;
  /** All where empty. */
  readonly platforms?: readonly Platform[] | undefined;
  readonly depth: 'platforms' | 'all';
}

/** Ways to look at an image. */
export interface Look extends LookOptions {
  /** Undefined where there is no such tag or digest. */
  inspect(ask: Ask, wish: Wish): Promise<ImageFacts | undefined>;
  /** The same without a request: undefined where the cache does not hold all of it, or the tag is not believed to be where it was. */
  recall(ask: Ask, wish: Wish): Promise<ImageFacts | undefined>;
  /** Like `inspect`, for one of many: an image in a format that is not read has no facts and does not fail the others. */
  survey(ask: Ask, wish: Wish): Promise<ImageFacts | 'gone' | 'unreadable'>;
}

/** {@link Look} by a fact reader, and a tag reader for references by tag. */
export function createLook(parts: LookOptions & { readonly facts: FactReader; readonly tags: TagReader }): Look {
  const { facts, tags, cache, clock, log, concurrency } = parts;
  const look: Look = {
    cache,
    clock,
    log,
    concurrency,
    async inspect(ask, wish) {
      const found = await find(parts, ask, wish.reference);
      return found && compose(wish, found, (digest) => facts.read(ask, digest));
    },
    async recall(ask, wish) {
      const { reference } = wish;
      const digest = reference.kind === 'tag' ? await tags.believed(ask, reference.tag) : reference.digest;
      const known = digest && (await facts.known(digest));
      if (digest === undefined || known === undefined) return undefined;
      let complete = true;
      const composed = await compose(wish, { digest, facts: known }, async (child) => {
        const found = await facts.known(child);
        complete &&= found !== undefined;
        return found;
      });
      return complete ? composed : undefined;
    },
    async survey(ask, wish) {
      try {
        return (await look.inspect(ask, wish)) ?? 'gone';
      } catch (error) {
        if (errorCode(error) !== 'registry-unsupported-image') throw error;
        log.warn({ ...ask.repository, ...wish.reference, error }, 'An image is passed over: its format is not read');
        return 'unreadable';
      }
    },
  };
  return look;
}

async function find(parts: { facts: FactReader; tags: TagReader }, ask: Ask, reference: ManifestReference) {
  if (reference.kind === 'tag') return parts.tags.read(ask, reference.tag);
  const facts = await parts.facts.read(ask, reference.digest);
  return facts && { digest: reference.digest, facts };
}

function compose(
  { platforms = [], depth }: Wish,
  found: { readonly digest: Digest; readonly facts: DigestFacts },
  child: (digest: Digest) => Promise<DigestFacts | undefined>,
): Promise<ImageFacts> {
  return composeFacts({ ...found, platforms, depth, child });
}
