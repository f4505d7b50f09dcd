import type { Digest, ImageRepository } from '@towline/shared/image';
import type { ImageFacts, InspectQuery } from '@towline/shared/ports';
import type { ImageQuestion } from './image-question.js';
import { inspectionNeeded, mayNeedInspection } from './inspection-needed.js';
import { onceEach } from './once-each.js';
import { copyTexts } from './place-reading.js';
import { readQuestions } from './plan-images.js';
import type { Answer, GatheredImage, PlanInput } from './plan-input.js';
import type { SignatureVerdict } from './signature-verdict.js';
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

/** A chosen image whose signature must be looked at before it can be written. */
export interface MissingVerdict {
  readonly gathered: GatheredImage;
  readonly query: VerdictQuery;
}

/** Which image must be signed, and by which key: a field of a Secret in the namespace of its Application. */
export interface VerdictQuery {
  readonly repository: ImageRepository;
  readonly digest: Digest;
  readonly credentials: string | undefined;
  readonly key: { readonly namespace: string; readonly secretName: string; readonly key: string };
}

/** Which signatures must be looked at before these facts can be planned: of images that must be signed and are about to change. */
export function whatIsUnverified({ applications, now }: PlanInput): readonly MissingVerdict[] {
  const texts = onceEach(copyTexts);
  return applications
    .filter(({ managed }) => managed.images.some(({ verification }) => verification !== undefined))
    .flatMap((facts) =>
      readQuestions(facts, { now, texts }).flatMap(({ question, places }) =>
        places.kind === 'read' ? (missingVerdict(question, facts.managed.application.namespace) ?? []) : [],
      ),
    );
}

function missingVerdict(question: ImageQuestion, namespace: string): MissingVerdict | undefined {
  const { image, gathered } = question;
  const { inspection } = gathered;
  if (image.verification === undefined) return undefined;
  const wish = wishFor(question);
  if (wish.kind !== 'change') return undefined;
  const digest = wish.chosen.digest ?? (inspection?.kind === 'answer' ? inspection.value?.digest : undefined);
  if (digest === undefined) return undefined;
  const { repository, pullSecret: credentials, verification } = image;
  return { gathered, query: { repository, digest, credentials, key: { namespace, ...verification } } };
}

/** The same facts with the verdicts that were found since. */
export function withVerdicts(
  input: PlanInput,
  answers: ReadonlyMap<GatheredImage, Answer<SignatureVerdict>>,
): PlanInput {
  const applications = input.applications.map((facts) => ({
    ...facts,
    images: facts.images.map((image) => ({ ...image, verdict: answers.get(image) ?? image.verdict })),
  }));
  return { ...input, applications };
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
