import { mapConcurrently } from '../../async/index.js';
import type { Platform } from '../../image/index.js';
import type { Candidate, CandidateList } from '../../policy/index.js';
import type { FactDemand, ImageFacts } from '../../ports/index.js';
import type { Ask, ManifestReference, TagList } from '../image-source.js';
import type { Look, Wish } from './look.js';
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
  const images = distinctImages(query.listed, demand.eligible);
  const facts = new Map<TaggedImage, Seen>();
  const times = await walkNewestBuild(
    images,
    {
      async known(image) {
        const recalled = await builtFacts(image.reference, demand.platforms, (wish) => look.recall(ask, wish));
        if (recalled !== undefined) facts.set(image, recollected(image, recalled));
        return recalled?.createdAt;
      },
      async read(image, signal) {
        // It is known, and says no time.
        if (facts.has(image)) return undefined;
        const here = { ...ask, signal };
        const seen = await builtFacts(image.reference, demand.platforms, (wish) => look.survey(here, wish));
        facts.set(image, kept(seen));
        return typeof seen === 'string' ? undefined : seen.createdAt;
      },
    },
    { concurrency: look.concurrency, signal: ask.signal },
  );
  const learned = new Map<string, Learned>();
  for (const [image, seen] of facts) {
    // Null says that somebody looked: a policy takes a missing time for one that cannot win.
    learned.set(nameOf(image.reference), { facts: seen, createdAt: times.get(image) ?? null });
  }
  return toCandidates(query.listed, demand.eligible, learned);
}

/**
 * The facts that tell when an image was built: where no platform is wanted more than others, those of one of them, since each further one would
 * cost a request more. It is linux/amd64 where there is one, whatever machine asks: replicas must agree.
 */
async function builtFacts<Missing extends string | undefined>(
  reference: ManifestReference,
  platforms: readonly Platform[],
  read: (wish: Wish) => Promise<ImageFacts | Missing>,
): Promise<ImageFacts | Missing> {
  if (platforms.length > 0) return read({ reference, platforms, depth: 'all' });
  const shallow = await read({ reference, depth: 'platforms' });
  if (typeof shallow !== 'object') return shallow;
  const { digest, platforms: all } = shallow;
  const one = all.find(({ os, architecture }) => os === 'linux' && architecture === 'amd64') ?? all[0];
  return read({ reference: { kind: 'digest', digest }, platforms: one === undefined ? [] : [one], depth: 'all' });
}

/** Every tag; the eligible ones carry the source revision of their label, where they have one. */
export async function listRevisions(query: DeepQuery<'revisions'>): Promise<CandidateList> {
  const { ask, demand, look } = query;
  const images = distinctImages(query.listed, demand.eligible);
  const options = { concurrency: look.concurrency, signal: ask.signal };
  const seen = await mapConcurrently(images, options, async (image, signal) => {
    const here = { ...ask, signal };
    const recalled = await labelledFacts(image.reference, (wish) => look.recall(here, wish));
    if (recalled !== undefined) return recollected(image, recalled);
    return kept(await labelledFacts(image.reference, (wish) => look.survey(here, wish)));
  });
  const learned = new Map<string, Learned>();
  images.forEach(({ reference }, index) => {
    const facts = seen[index];
    if (facts !== undefined) learned.set(nameOf(reference), { facts, createdAt: undefined });
  });
  return toCandidates(query.listed, demand.eligible, learned);
}

/** The facts that tell what an image was built from. */
async function labelledFacts<Missing extends string | undefined>(
  reference: ManifestReference,
  read: (wish: Wish) => Promise<ImageFacts | Missing>,
): Promise<ImageFacts | Missing> {
  const shallow = await read({ reference, depth: 'platforms' });
  if (typeof shallow !== 'object' || shallow.labels[revisionLabel] !== undefined) return shallow;
  const { digest, platforms } = shallow;
  // All platforms of an index are built from one commit, so one config tells.
  return read({ reference: { kind: 'digest', digest }, platforms: platforms.slice(0, 1), depth: 'all' });
}

/** The images of the eligible tags, each once however many tags name it. Tags whose digest is not known stand for themselves. */
function distinctImages(listed: TagList, eligible: (tag: string) => boolean): readonly TaggedImage[] {
  const images = new Map<string, TaggedImage>();
  for (const { tag, digest, pushedAt } of listed) {
    if (!eligible(tag)) continue;
    const image: TaggedImage =
      digest === undefined ? { reference: { kind: 'tag', tag } } : { reference: { kind: 'digest', digest }, pushedAt };
    const name = nameOf(image.reference);
    if (!images.has(name)) images.set(name, image);
  }
  return [...images.values()];
}

/** A digest has a colon, and a tag has none. */
function nameOf(reference: ManifestReference): string {
  return reference.kind === 'tag' ? reference.tag : reference.digest;
}

/** What is kept of an image. Its labels are not: where all builds say 1970, all images of all repositories are looked at. */
type Seen = 'gone' | 'unreadable' | KeptFacts;

interface KeptFacts extends Pick<ImageFacts, 'digest' | 'platforms'>, Pick<Candidate, 'remembered'> {
  readonly revision: string | undefined;
}

/** A digest says itself what is under it; of a tag somebody remembers it. */
function recollected({ reference }: TaggedImage, facts: ImageFacts): Seen {
  const seen = kept(facts);
  return reference.kind === 'tag' && typeof seen === 'object' ? { ...seen, remembered: true } : seen;
}

function kept(facts: ImageFacts | 'gone' | 'unreadable'): Seen {
  if (typeof facts === 'string') return facts;
  const { digest, platforms, labels } = facts;
  return { digest, platforms, revision: labels[revisionLabel] };
}

interface Learned {
  readonly facts: Seen;
  readonly createdAt: number | null | undefined;
}

/**
 * The listing with what was learned, by the names of images; of the many that nobody looked at nothing is kept. A tag that went away in the
 * meantime is left out.
 */
function toCandidates(
  listed: TagList,
  eligible: (tag: string) => boolean,
  learned: ReadonlyMap<string, Learned>,
): CandidateList {
  const learnedOf = ({ tag, digest }: Candidate): Learned | undefined => {
    const known = learned.get(digest ?? tag);
    return known !== undefined && eligible(tag) ? known : undefined;
  };
  const isGone = (candidate: Candidate): boolean => learnedOf(candidate)?.facts === 'gone';
  const hasGone = [...learned.values()].some(({ facts }) => facts === 'gone');
  return {
    length: hasGone ? [...listed].filter((candidate) => !isGone(candidate)).length : listed.length,
    *[Symbol.iterator]() {
      for (const candidate of listed) {
        const known = learnedOf(candidate);
        if (known === undefined) yield candidate;
        else if (known.facts !== 'gone') yield withFacts(candidate, known.facts, known.createdAt);
      }
    },
  };
}

function withFacts(
  candidate: Candidate,
  facts: KeptFacts | 'unreadable',
  createdAt: number | null | undefined,
): Candidate {
  return facts === 'unreadable' ? { ...candidate, createdAt } : { ...candidate, ...facts, createdAt };
}
