import { mapConcurrently } from '../../async/index.js';
import type { Candidate } from '../../policy/index.js';
import type { FactDemand, ImageFacts } from '../../ports/index.js';
import type { Ask, ListedTag, ManifestReference } from '../image-source.js';
import type { Look } from './look.js';
import { walkNewestBuild } from './newest-build.js';

/** The label that says which commit an image was built from. */
const revisionLabel = 'org.opencontainers.image.revision';

interface DeepQuery<Kind extends FactDemand['kind']> {
  readonly ask: Ask;
  readonly demand: Extract<FactDemand, { kind: Kind }>;
  readonly listed: readonly ListedTag[];
  readonly look: Look;
}

/** Tags on one digest, which is looked at once for all of them. */
interface TaggedImage {
  readonly reference: ManifestReference;
  readonly pushedAt?: number | undefined;
}

/** Every tag; the eligible ones that can be the newest build carry their build time and all that was learned on the way. */
export async function listBuilds(query: DeepQuery<'newest-build'>): Promise<readonly Candidate[]> {
  const { ask, demand, look } = query;
  const images = groupByDigest(query.listed, demand.eligible);
  const facts = new Map<TaggedImage, ImageFacts | 'gone' | 'unreadable'>();
  const wish = ({ reference }: TaggedImage) => ({ reference, platforms: demand.platforms, depth: 'all' as const });
  const times = await walkNewestBuild(
    [...new Set(images.values())],
    {
      async known(image) {
        const recalled = await look.recall(wish(image));
        if (recalled !== undefined) facts.set(image, recalled);
        return recalled?.createdAt;
      },
      async read(image, signal) {
        const seen = await look.survey({ ...ask, signal }, wish(image));
        facts.set(image, seen);
        return typeof seen === 'string' ? undefined : seen.createdAt;
      },
    },
    { concurrency: look.concurrency, signal: ask.signal },
  );
  return toCandidates(query.listed, (tag) => {
    const image = images.get(tag);
    // Null says that somebody looked: a policy takes a missing time for one that cannot win.
    return image && { facts: facts.get(image), createdAt: times.get(image) ?? (facts.has(image) ? null : undefined) };
  });
}

/** Every tag; the eligible ones carry the source revision of their label, where they have one. */
export async function listRevisions(query: DeepQuery<'revisions'>): Promise<readonly Candidate[]> {
  const { ask, demand, look } = query;
  const images = groupByDigest(query.listed, demand.eligible);
  const distinct = [...new Set(images.values())];
  const options = { concurrency: look.concurrency, signal: ask.signal };
  const seen = await mapConcurrently(distinct, options, async ({ reference }, signal) => {
    const here = { ...ask, signal };
    const shallow = await look.survey(here, { reference, depth: 'platforms' });
    if (typeof shallow === 'string' || shallow.labels[revisionLabel] !== undefined) return shallow;
    // All platforms of an index are built from one commit, so one config tells.
    return look.survey(here, {
      reference: { kind: 'digest', digest: shallow.digest },
      platforms: shallow.platforms.slice(0, 1),
      depth: 'all',
    });
  });
  const facts = new Map(distinct.map((image, index) => [image, seen[index]]));
  return toCandidates(query.listed, (tag) => {
    const image = images.get(tag);
    return image && { facts: facts.get(image), createdAt: undefined };
  });
}

/** The image of every eligible tag. Tags whose digest is not known stand for themselves. */
function groupByDigest(listed: readonly ListedTag[], eligible: (tag: string) => boolean) {
  const byDigest = new Map<string, TaggedImage>();
  const byTag = new Map<string, TaggedImage>();
  for (const { tag, digest, pushedAt } of listed) {
    if (!eligible(tag)) continue;
    const own: TaggedImage =
      digest === undefined ? { reference: { kind: 'tag', tag } } : { reference: { kind: 'digest', digest }, pushedAt };
    const image = byDigest.get(digest ?? '') ?? own;
    if (digest !== undefined) byDigest.set(digest, image);
    byTag.set(tag, image);
  }
  return byTag;
}

interface Learned {
  readonly facts: ImageFacts | 'gone' | 'unreadable' | undefined;
  readonly createdAt: number | null | undefined;
}

/** The listing with what was learned of it. A tag that went away in the meantime is left out. */
function toCandidates(
  listed: readonly ListedTag[],
  learned: (tag: string) => Learned | undefined,
): readonly Candidate[] {
  return listed.flatMap((candidate): Candidate | readonly Candidate[] => {
    const { facts, createdAt } = learned(candidate.tag) ?? {};
    if (facts === 'gone') return [];
    if (facts === undefined) return candidate;
    if (facts === 'unreadable') return { ...candidate, createdAt };
    const { digest, platforms } = facts;
    return { ...candidate, digest, platforms, createdAt, revision: facts.labels[revisionLabel] };
  });
}
