import type { CandidateList } from '../../policy/index.js';
import type { FactDemand, SigningRegistry } from '../../ports/index.js';
import type { Ask, ImageSource, ListedTag } from '../image-source.js';
import { listBuilds, listRevisions } from './deep-listing.js';
import { createFactReader } from './fact-reader.js';
import { createLook, type LookOptions } from './look.js';
import { listSignatures } from './signatures.js';
import { createTagReader } from './tag-reader.js';

/** How a source is asked. */
export interface SourceRegistryOptions extends LookOptions {
  /** Whether push times are wanted where no demand needs them and they cost a longer answer. Default: yes. */
  readonly pushTimes?: boolean | undefined;
}

/** The {@link Registry} port over any source: it asks for the facts that were demanded and no more. */
export function createSourceRegistry(source: ImageSource, options: SourceRegistryOptions): SigningRegistry {
  const facts = createFactReader(source, options.cache);
  const newLook = () => createLook({ ...options, facts, tags: createTagReader(source, facts) });
  return {
    inspect({ repository, credentials, signal, ...wish }) {
      return newLook().inspect({ repository, credentials, signal }, { platforms: [], ...wish });
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
          return listBuilds({ ask, demand, listed: await source.list(ask), look: newLook() });
        case 'revisions':
          return listRevisions({ ask, demand, listed: await source.list(ask), look: newLook() });
      }
    },
  };
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
