import { mapConcurrently } from '@towline/shared/async';
import { formatRepository } from '@towline/shared/image';
import { type CandidateList, compilePolicy, type FactDemand, factsNeeded } from '@towline/shared/policy';
import type { CandidateLister, CandidateQuery } from '@towline/shared/ports';
import type { ManagedImage } from '../../core/application/images/managed-image.js';
import type { Answer } from '../../core/plan/plan-input.js';
import { answerOf } from './answer.js';

/** How listings are asked for. */
export interface ListingOptions {
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/** What is known of the tags of a repository, or why nothing is. */
export type Listing = Answer<CandidateList>;

/** One question to a registry. Questions of one key have one answer. */
export interface ListingQuestion extends Omit<CandidateQuery, 'signal'> {
  readonly key: string;
}

/** Who answers for the listings of repositories: a registry, or somebody who remembers what it said. */
export interface ListingPort {
  list(question: ListingQuestion, waiting: Pick<ListingOptions, 'signal'>): Promise<Listing>;
}

/** A policy that cannot be read chooses from nothing: what is wrong with it is told when it is planned. */
const empty: Listing = { kind: 'answer', value: [] };

/** The answers of a registry. */
export function askRegistry(registry: CandidateLister): ListingPort {
  return {
    list: ({ repository, demand, credentials }, { signal }) =>
      answerOf(registry.candidates({ repository, demand, credentials, signal }), signal),
  };
}

/**
 * Lists the candidates of images: each repository once for each thing that must be known of it, however many images ask. Images that ask the
 * same share the answer.
 */
export async function listCandidates(
  port: ListingPort,
  images: Iterable<ManagedImage>,
  { concurrency, signal }: ListingOptions,
): Promise<(image: ManagedImage) => Listing> {
  const { questions, keyOf } = listingQuestions(images);
  const answers = await mapConcurrently(questions, { concurrency, signal }, async (question, signal) => {
    return [question.key, await port.list(question, { signal })] as const;
  });
  const listings = new Map(answers);
  return (image) => listings.get(keyOf.get(image) ?? '') ?? empty;
}

/** What must be asked for these images, each question once, and which of them is whose. An image without a readable policy asks nothing. */
export function listingQuestions(images: Iterable<ManagedImage>): {
  readonly questions: readonly ListingQuestion[];
  readonly keyOf: ReadonlyMap<ManagedImage, string>;
} {
  const keyOf = new Map<ManagedImage, string>();
  const questions = new Map<string, ListingQuestion>();
  for (const image of images) {
    const demand = demandOf(image);
    if (demand === undefined) continue;
    const key = questionKey(image, demand);
    keyOf.set(image, key);
    const { repository, pullSecret: credentials } = image;
    if (!questions.has(key)) questions.set(key, { key, repository, demand, credentials });
  }
  return { questions: [...questions.values()], keyOf };
}

/** What must be known of the tags of an image; undefined where its policy cannot be read. */
export function demandOf({ policy }: ManagedImage): FactDemand | undefined {
  const reading = compilePolicy(policy);
  return reading.kind === 'policy' ? factsNeeded(reading.policy) : undefined;
}

/** Which tags are eligible depends on the policy; all other demands say everything themselves. */
function questionKey({ repository, pullSecret, policy }: ManagedImage, demand: FactDemand): string {
  return JSON.stringify([formatRepository(repository), pullSecret, demand, 'eligible' in demand ? policy : undefined]);
}
