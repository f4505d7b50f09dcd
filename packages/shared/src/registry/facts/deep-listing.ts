import { mapConcurrently } from '../../async/index.js';
import type { Candidate, CandidateList } from '../../policy/index.js';
import type { FactDemand, ImageFacts } from '../../ports/index.js';
import type { Ask, ManifestReference } from '../image-source.js';
import type { TagList } from '../tag-list.js';
import type { Look } from './look.js';
import { walkNewestBuild } from './newest-build.js';

/** The label that says which commit an image was built from. */
const revisionLabel = 'org.opencontainers.image.revision';

interface DeepQuery<Kind extends FactDemand['kind']> {
  readonly ask: Ask;
  readonly demand: Extract<FactDemand, { kind: Kind }>;
  readonly listed: TagList;
  readonly look: Look;
}

/** Tags on one digest, which is looked at once for all of them. */
interface TaggedImage {
  readonly reference: ManifestReference;
  readonly pushedAt?: number | undefined;
}

/** Every tag; the eligible ones that can be the newest build carry their build time and all that was learned on the way. */
export async function listBuilds(query: DeepQuery<'newest-build'>): Promise<CandidateList> {
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
  const learned = learnedOf(images, (image) => {
    const seen = facts.get(image);
    // Null says that somebody looked: a policy takes a missing time for one that cannot win.
    return seen && { facts: seen, createdAt: times.get(image) ?? null };
  });
  return toCandidates(query.listed, learned);
}

/** Every tag; the eligible ones carry the source revision of their label, where they have one. */
export async function listRevisions(query: DeepQuery<'revisions'>): Promise<CandidateList> {
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
  const learned = learnedOf(images, (image) => {
    const one = facts.get(image);
    return one && { facts: one, createdAt: undefined };
  });
  return toCandidates(query.listed, learned);
}

/** The image of every eligible tag. Tags whose digest is not known stand for themselves. */
function groupByDigest(listed: TagList, eligible: (tag: string) => boolean) {
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
  readonly facts: ImageFacts | 'gone' | 'unreadable';
  readonly createdAt: number | null | undefined;
}

/** What was learned of each tag: of those alone that were looked at, so that the many others cost no memory. */
function learnedOf(
  images: ReadonlyMap<string, TaggedImage>,
  ofImage: (image: TaggedImage) => Learned | undefined,
): ReadonlyMap<string, Learned> {
  const learned = new Map<string, Learned>();
  for (const [tag, image] of images) {
    const known = ofImage(image);
    if (known !== undefined) learned.set(tag, known);
  }
  return learned;
}

/** The listing with what was learned of it. A tag that went away in the meantime is left out. */
function toCandidates(listed: TagList, learned: ReadonlyMap<string, Learned>): CandidateList {
  const gone = [...learned.values()].filter(({ facts }) => facts === 'gone').length;
  return {
    length: listed.length - gone,
    *[Symbol.iterator]() {
      for (const candidate of listed) {
        const known = learned.get(candidate.tag);
        if (known === undefined) yield candidate;
        else if (known.facts !== 'gone') yield withFacts(candidate, known.facts, known.createdAt);
      }
    },
  };
}

function withFacts(
  candidate: Candidate,
  facts: ImageFacts | 'unreadable',
  createdAt: number | null | undefined,
): Candidate {
  if (facts === 'unreadable') return { ...candidate, createdAt };
  const { digest, platforms, labels } = facts;
  return { ...candidate, digest, platforms, createdAt, revision: labels[revisionLabel] };
}
