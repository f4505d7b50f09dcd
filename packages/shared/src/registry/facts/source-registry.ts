import type { CandidateList } from '../../policy/index.js';
import type { FactDemand, SigningRegistry } from '../../ports/index.js';
import type { Ask, ImageSource, ListedTag } from '../image-source.js';
import { listBuilds, listRevisions } from './deep-listing.js';
import { createFactReader } from './fact-reader.js';
import { createLook, type Look, type LookOptions } from './look.js';
import { listSignatures } from './signatures.js';
import { createTagMemory } from './tag-memory.js';
import { createTagReader } from './tag-reader.js';

/** How a source is asked. */
export interface SourceRegistryOptions extends LookOptions {
  /** Whether push times are wanted where no demand needs them and they cost a longer answer. Default: yes. */
  readonly pushTimes?: boolean | undefined;
}

/** The {@link Registry} port over any source: it asks for the facts that were demanded and no more. */
export function createSourceRegistry(source: ImageSource, options: SourceRegistryOptions): SigningRegistry {
  const facts = createFactReader(source, options.cache);
  const tags = createTagReader({ source, facts, memory: createTagMemory(options.cache, options.clock) });
  const look = createLook({ ...options, facts, tags });
  const doubtful: Look = { ...look, recall: async () => undefined };
  return {
    inspect({ repository, credentials, signal, ...wish }) {
      return look.inspect({ repository, credentials, signal }, { platforms: [], ...wish });
    },
    signatures: ({ digest, ...ask }) => listSignatures(source, ask, digest),
    async candidates({ repository, credentials, signal, demand }) {
      const ask = { repository, credentials, signal };
      switch (demand.kind) {
        case 'names':
          return source.list(ask, { pushTimes: options.pushTimes });
        case 'digests':
          return listDigests(source, ask, demand);
        case 'newest-build':
          return listBuilds({ ask, demand, listed: await source.list(ask), look });
        case 'revisions':
          return listRevisions({ ask, demand, listed: await source.list(ask), look });
      }
    },
    async recheck({ repository, credentials, signal, demand, tag }) {
      const ask = { repository, credentials, signal };
      const [candidate] = await listOne({ ask, demand, tag, source, look: doubtful });
      return candidate;
    },
  };
}

/** A listing of one tag, of which nothing is believed that was not asked for. */
async function listOne(question: {
  readonly ask: Ask;
  readonly demand: FactDemand;
  readonly tag: string;
  readonly source: ImageSource;
  readonly look: Look;
}): Promise<CandidateList> {
  const { ask, demand, tag, source, look } = question;
  switch (demand.kind) {
    case 'names':
    case 'digests':
      return listDigests(source, ask, { kind: 'digests', tags: [tag] });
    case 'newest-build':
      return listBuilds({ ask, demand, listed: [{ tag }], look });
    case 'revisions':
      return listRevisions({ ask, demand, listed: [{ tag }], look });
  }
}

async function listDigests(
  source: ImageSource,
  ask: Ask,
  demand: Extract<FactDemand, { kind: 'digests' }>,
): Promise<CandidateList> {
  const listed: readonly ListedTag[] = demand.tags?.map((tag) => ({ tag })) ?? [...(await source.list(ask))];
  const missing = listed.flatMap(({ tag, digest }) => (digest === undefined ? tag : []));
  if (missing.length === 0) return listed;
  const digests = await source.digests(ask, missing);
  return listed.flatMap((candidate) => {
    const digest = candidate.digest ?? digests.get(candidate.tag);
    return digest === undefined ? [] : { ...candidate, digest };
  });
}
