import { candidateWithTag } from '@towline/shared/policy';
import type { Registry } from '@towline/shared/ports';
import { askRegistry, type Listing, type ListingPort, type ListingQuestion } from '../pass/list-candidates.js';
import type { Waiting } from '../pass/ports.js';

/** What registries said last, so that passes do not ask what polls have just asked. */
export interface ListingMemory extends ListingPort {
  /** Asks again, whatever is remembered; tells whether the answer is another than before, or the first. */
  refresh(
    question: ListingQuestion,
    waiting: Waiting,
  ): Promise<{ readonly changed: boolean; readonly failed: boolean }>;
  /** Whether the question was answered, be it by a failure. */
  isAnswered(key: string): boolean;
  /** Whether an answer to the question has this tag. */
  hasTag(key: string, tag: string): boolean;
  /** Forgets answers that nobody asks for any more. */
  keepOnly(keys: ReadonlySet<string>): void;
  /** Forgets long answers until few enough candidates are remembered, except those that are needed. Their fingerprints stay. */
  trim(isNeeded: (key: string) => boolean): void;
}

interface Answered {
  readonly fingerprint: string;
  /** Undefined where it was forgotten to save memory. */
  readonly listing: Listing | undefined;
}

/** What a {@link ListingMemory} works with. */
export interface ListingMemoryOptions {
  readonly registry: Registry;
  readonly sha256: (text: string) => string;
  /** How many candidates are remembered, but for those that are needed: some 20 MB in all. */
  readonly mostCandidates?: number | undefined;
}

const usualCandidates = 100_000;

/** An empty {@link ListingMemory}. Questions that are asked at the same time are asked once. */
export function createListingMemory(options: ListingMemoryOptions): ListingMemory {
  const { registry, sha256, mostCandidates = usualCandidates } = options;
  const port = askRegistry(registry);
  const answers = new Map<string, Answered>();
  const asking = new Map<string, Promise<Listing>>();

  const ask = (question: ListingQuestion, waiting: Waiting): Promise<Listing> => {
    const known = asking.get(question.key);
    if (known !== undefined) return known;
    const asked = port.list(question, waiting).finally(() => asking.delete(question.key));
    asking.set(question.key, asked);
    return asked;
  };
  const remember = (key: string, listing: Listing): boolean => {
    const known = answers.get(key);
    const before = known?.fingerprint;
    const fingerprint = (isSame(known?.listing, listing) && before) || fingerprintOf(listing, sha256);
    // The latest are last, so that the oldest are forgotten first.
    answers.delete(key);
    answers.set(key, { fingerprint, listing });
    return before !== fingerprint;
  };

  return {
    async list(question, waiting) {
      const known = answers.get(question.key)?.listing;
      if (known !== undefined) return known;
      const listing = await ask(question, waiting);
      remember(question.key, listing);
      return listing;
    },
    async refresh(question, waiting) {
      const listing = await ask(question, waiting);
      return { changed: remember(question.key, listing), failed: listing.kind === 'failed' };
    },
    isAnswered: (key) => answers.has(key),
    hasTag(key, tag) {
      const listing = answers.get(key)?.listing;
      return listing?.kind === 'answer' && candidateWithTag(listing.value, tag) !== undefined;
    },
    keepOnly(keys) {
      for (const key of answers.keys()) if (!keys.has(key)) answers.delete(key);
    },
    trim(isNeeded) {
      let total = 0;
      for (const { listing } of answers.values()) total += sizeOf(listing);
      for (const [key, { fingerprint, listing }] of answers) {
        if (total <= mostCandidates) return;
        if (listing === undefined || isNeeded(key)) continue;
        answers.set(key, { fingerprint, listing: undefined });
        total -= sizeOf(listing);
      }
    },
  };
}

function sizeOf(listing: Listing | undefined): number {
  return listing?.kind === 'answer' ? listing.value.length : 0;
}

/** Whether it is the very list that was given before: a registry gives it again where it sees that nothing changed. */
function isSame(before: Listing | undefined, listing: Listing): boolean {
  return before?.kind === 'answer' && listing.kind === 'answer' && before.value === listing.value;
}

/** Failures of one kind are one answer, however they are worded. */
function fingerprintOf(listing: Listing, sha256: (text: string) => string): string {
  if (listing.kind === 'failed') return `failed ${listing.failure.code}`;
  const lines: string[] = [];
  for (const { tag, digest, pushedAt, createdAt, revision } of listing.value) {
    lines.push(`${tag} ${digest ?? ''} ${pushedAt ?? ''} ${createdAt ?? ''} ${revision ?? ''}`);
  }
  return sha256(lines.join('\n'));
}
