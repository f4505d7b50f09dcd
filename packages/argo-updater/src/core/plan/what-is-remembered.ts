import type { Candidate, CandidateList } from '@towline/shared/policy';
import type { ManagedImage } from '../application/images/managed-image.js';
import { onceEach } from './once-each.js';
import { copyTexts } from './place-reading.js';
import { readQuestions } from './plan-images.js';
import type { Answer, ApplicationFacts, GatheredImage, PlanInput } from './plan-input.js';
import { makeChoice } from './selection.js';
import { wishFor } from './wish.js';

/** A chosen candidate that the registry must be asked about before it is written. */
export interface RememberedChoice {
  /** The listing that it was chosen from. Images that share it share the question. */
  readonly listing: CandidateList;
  readonly tag: string;
  /** One of the images that choose it. */
  readonly image: ManagedImage;
}

/**
 * The choices that would be written and that no registry was asked about: what a listing says of them is what somebody saw before. Files
 * are read only for Applications that have such a choice at all.
 */
export function whatIsRemembered({ applications, now }: PlanInput): readonly RememberedChoice[] {
  const texts = onceEach(copyTexts);
  return applications.filter(hasRememberedChoice).flatMap((facts) =>
    readQuestions(facts, { now, texts }).flatMap(({ question, places }): readonly RememberedChoice[] => {
      const { listing } = question.gathered;
      if (places.kind !== 'read' || listing.kind !== 'answer') return [];
      const wish = wishFor(question);
      if (wish.kind !== 'change' || !wish.chosen.remembered) return [];
      return [{ listing: listing.value, tag: wish.chosen.tag, image: question.image }];
    }),
  );
}

function hasRememberedChoice({ managed, images }: ApplicationFacts): boolean {
  return managed.images.some(({ policy }, index) => {
    const { listing, history } = images[index] ?? {};
    if (listing?.kind !== 'answer' || history?.kind === 'failed') return false;
    const choice = makeChoice({ policy, candidates: listing.value, history: history?.value });
    return choice.kind === 'made' && choice.chosen?.remembered === true;
  });
}

/** The candidates of tags as they are now; undefined for a tag that is gone. */
export type Rechecked = ReadonlyMap<string, Answer<Candidate | undefined>>;

/**
 * The same facts with what registries said since. Images that shared a listing share the new one. Where a registry did not answer, nothing
 * is chosen from what it said before.
 */
export function withRechecked(input: PlanInput, answers: ReadonlyMap<CandidateList, Rechecked>): PlanInput {
  const renew = onceEach((listing: CandidateList) => renewed(listing, answers.get(listing)));
  const images = (gathered: GatheredImage): GatheredImage =>
    gathered.listing.kind === 'answer' ? { ...gathered, listing: renew(gathered.listing.value) } : gathered;
  return {
    ...input,
    applications: input.applications.map((facts) => ({ ...facts, images: facts.images.map(images) })),
  };
}

function renewed(listing: CandidateList, answers: Rechecked | undefined): Answer<CandidateList> {
  const candidates: Candidate[] = [];
  if (answers === undefined) return { kind: 'answer', value: listing };
  for (const candidate of listing) {
    const answer = answers.get(candidate.tag);
    if (answer?.kind === 'failed') return answer;
    const now = answer === undefined ? candidate : answer.value;
    if (now !== undefined) candidates.push(now);
  }
  return { kind: 'answer', value: candidates };
}
