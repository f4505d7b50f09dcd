import { choose, outcome } from './choose.js';
import type { ImageOutcome } from './image-outcome.js';
import type { ImageQuestion } from './image-question.js';
import { mayUpdate } from './live-version.js';
import { type BranchTexts, type HeldImage, readPlaces } from './place-reading.js';
import type { ApplicationFacts, ManifestBranch } from './plan-input.js';

/** An Application that was read, and what is to become of its images. */
export interface PlannedApplication {
  readonly facts: ApplicationFacts;
  /** What the places of each image hold. */
  readonly held: readonly HeldImage[];
  readonly outcomes: readonly ImageOutcome[];
}

/** What Applications are read from. */
export interface ReadingContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly texts: (branch: ManifestBranch) => BranchTexts;
}

/** Decides about the images of one Application, without regard to others. */
export function planImages(facts: ApplicationFacts, context: ReadingContext): PlannedApplication {
  const read = readQuestions(facts, context);
  const outcomes = read.map(({ question, places }) =>
    places.kind === 'failed' && mayUpdate(question.application, question.image)
      ? outcome(question, { kind: 'failed', failure: places.failure })
      : choose(question),
  );
  return { facts, held: read.map(({ places }) => places), outcomes };
}

/** What there is to decide about an image, and what was read for it. */
export interface ReadQuestion {
  readonly question: ImageQuestion;
  readonly places: HeldImage;
}

/** What there is to decide about each image of an Application. */
export function readQuestions(facts: ApplicationFacts, { now, texts }: ReadingContext): readonly ReadQuestion[] {
  const { managed, images } = facts;
  return readPlaces(facts, texts).flatMap((places, index): readonly ReadQuestion[] => {
    const image = managed.images[index];
    const gathered = images[index];
    if (image === undefined || gathered === undefined) return [];
    const held = places.kind === 'read' ? places.sites.map(({ current }) => current) : [];
    return [{ places, question: { image, application: managed, gathered, held, now } }];
  });
}
