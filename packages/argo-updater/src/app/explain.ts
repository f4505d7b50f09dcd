import type { Candidate, Refusal } from '@towline/shared/policy';
import { type ApplicationName, applicationKey } from '../core/application/application.js';
import type { ImageOutcome } from '../core/plan/image-outcome.js';
import type { ApplicationPlan, Plan } from '../core/plan/plan.js';

/** What is asked about. */
export interface ExplainQuestion {
  /** `name` or `namespace/name`. */
  readonly application: string;
  /** The alias of an image, or its name as it was written; all images where absent. */
  readonly image?: string | undefined;
}

/** An image with every tag that was judged. */
export interface ExplainedImage {
  readonly outcome: ImageOutcome;
  /** What the policy chooses, whatever becomes of it; undefined where no tag came through. */
  readonly chosen: Candidate | undefined;
  /** Every other tag, with the first rule that refused it. */
  readonly refusals: readonly Refusal[];
}

/** An Application with its images explained. */
export interface Explanation {
  readonly plan: ApplicationPlan;
  readonly images: readonly ExplainedImage[];
}

/** What was found, or the names that could have been meant. */
export type ExplainAnswer =
  | { readonly kind: 'found'; readonly explanations: readonly Explanation[] }
  | { readonly kind: 'no-application'; readonly known: readonly string[] }
  | { readonly kind: 'no-image'; readonly known: readonly string[] };

/** Explains what a plan says of an Application, or of one of its images, tag by tag. */
export function explain({ applications }: Plan, { application, image }: ExplainQuestion): ExplainAnswer {
  const found = applications.filter((one) => isNamed(one.application, application));
  if (found.length === 0) {
    return { kind: 'no-application', known: applications.map((one) => applicationKey(one.application)) };
  }
  const explanations = found.map((plan) => ({ plan, images: explainImages(plan, image) }));
  const some = explanations.filter(({ images }) => images.length > 0);
  if (some.length > 0) return { kind: 'found', explanations: some };
  return { kind: 'no-image', known: found.flatMap(({ images }) => images.map((one) => one.image.label)) };
}

/** Whether an Application is meant by a name, with its namespace or without. */
export function isNamed(application: ApplicationName, name: string): boolean {
  return application.name === name || applicationKey(application) === name;
}

function explainImages({ images }: ApplicationPlan, name: string | undefined): readonly ExplainedImage[] {
  return images
    .filter(({ image }) => name === undefined || [image.alias, image.name, image.reference].includes(name))
    .map((outcome) => ({ outcome, ...outcome.explain() }));
}
