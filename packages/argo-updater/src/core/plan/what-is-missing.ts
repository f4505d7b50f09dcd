import type { ImageFacts, InspectQuery } from '@towline/shared/ports';
import type { ImageQuestion } from './image-question.js';
import { inspectionNeeded, mayNeedInspection } from './inspection-needed.js';
import { onceEach } from './once-each.js';
import { copyTexts } from './place-reading.js';
import { readQuestions } from './plan-images.js';
import type { Answer, GatheredImage, PlanInput } from './plan-input.js';
import { wishFor } from './wish.js';

/** A chosen image that must be looked at before it can be written. */
export interface MissingInspection {
  /** Whose inspection it is. */
  readonly gathered: GatheredImage;
  readonly query: InspectQuery;
}

/**
 * What must be looked at before these facts can be planned: the digest or the platforms of images that are about to change, and of no others.
 * Files are read only for Applications that ask for either at all.
 */
export function whatIsMissing({ applications, now }: PlanInput): readonly MissingInspection[] {
  const texts = onceEach(copyTexts);
  return applications
    .filter(({ managed }) => managed.images.some(mayNeedInspection))
    .flatMap((facts) => readQuestions(facts, { now, texts }))
    .flatMap(({ question, places }) => (places.kind === 'read' ? (missingInspection(question) ?? []) : []));
}

/** The same facts with what was looked at since. */
export function withInspections(
  input: PlanInput,
  answers: ReadonlyMap<GatheredImage, Answer<ImageFacts | undefined>>,
): PlanInput {
  const applications = input.applications.map((facts) => ({
    ...facts,
    images: facts.images.map((image) => ({ ...image, inspection: answers.get(image) ?? image.inspection })),
  }));
  return { ...input, applications };
}

function missingInspection(question: ImageQuestion): MissingInspection | undefined {
  const { image, application, gathered } = question;
  if (gathered.inspection !== undefined || !mayNeedInspection(image)) return undefined;
  const wish = wishFor(question);
  if (wish.kind !== 'change' || !inspectionNeeded(image, wish.chosen, application.compat)) return undefined;
  const { tag, digest } = wish.chosen;
  return {
    gathered,
    query: {
      repository: image.repository,
      reference: digest === undefined ? { kind: 'tag', tag } : { kind: 'digest', digest },
      depth: 'platforms',
      credentials: image.pullSecret,
    },
  };
}
