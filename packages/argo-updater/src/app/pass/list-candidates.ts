import { mapConcurrently } from '@towline/shared/async';
import { formatRepository } from '@towline/shared/image';
import { type Candidate, compilePolicy, type FactDemand, factsNeeded } from '@towline/shared/policy';
import type { CandidateLister } from '@towline/shared/ports';
import type { ManagedImage } from '../../core/application/images/managed-image.js';
import type { Answer } from '../../core/plan/plan-input.js';
import { answerOf } from './answer.js';

/** How listings are asked for. */
export interface ListingOptions {
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

type Listing = Answer<readonly Candidate[]>;

/** A policy that cannot be read chooses from nothing: what is wrong with it is told when it is planned. */
const empty: Listing = { kind: 'answer', value: [] };

/**
 * Lists the candidates of images: each repository once for each thing that must be known of it, however many images ask. Images that ask the
 * same share the answer.
 */
export async function listCandidates(
  registry: CandidateLister,
  images: Iterable<ManagedImage>,
  { concurrency, signal }: ListingOptions,
): Promise<(image: ManagedImage) => Listing> {
  const keys = new Map<ManagedImage, string>();
  const questions = new Map<string, { readonly image: ManagedImage; readonly demand: FactDemand }>();
  for (const image of images) {
    const demand = demandOf(image);
    if (demand === undefined) continue;
    const key = keyOf(image, demand);
    keys.set(image, key);
    if (!questions.has(key)) questions.set(key, { image, demand });
  }
  const answers = await mapConcurrently(
    [...questions],
    { concurrency, signal },
    async ([key, { image, demand }], signal) => {
      const { repository, pullSecret: credentials } = image;
      const listing = await answerOf(registry.candidates({ repository, demand, credentials, signal }), signal);
      return [key, listing] as const;
    },
  );
  const listings = new Map(answers);
  return (image) => listings.get(keys.get(image) ?? '') ?? empty;
}

function demandOf({ policy }: ManagedImage): FactDemand | undefined {
  const reading = compilePolicy(policy);
  return reading.kind === 'policy' ? factsNeeded(reading.policy) : undefined;
}

/** Which tags are eligible depends on the policy; all other demands say everything themselves. */
function keyOf({ repository, pullSecret, policy }: ManagedImage, demand: FactDemand): string {
  return JSON.stringify([formatRepository(repository), pullSecret, demand, 'eligible' in demand ? policy : undefined]);
}
