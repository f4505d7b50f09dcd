import type { Clock } from '@towline/shared/ports';
import type { PushedImage } from '../../core/build/find-images.js';
import type { Pipeline } from '../../core/pipeline/pipeline.js';
import type { RunIdentity } from '../../core/run/build-variables.js';
import type { Checkout } from '../../core/run/checkout.js';
import type { RunImage } from '../../core/run/run-image.js';
import type { RunPlan } from '../../core/run/run-stage.js';
import type { TakeLine, Workshop } from '../../core/run/workshop.js';
import type { BuildFacts } from '../../core/tag/build-facts.js';

/** A run that can begin: everything about it is known, and nothing speaks against it. */
export interface RunContext {
  readonly pipeline: Pipeline;
  readonly plan: RunPlan;
  readonly images: readonly RunImage[];
  readonly identity: RunIdentity;
  readonly checkout: Checkout;
  readonly facts: BuildFacts;
  /** What commands find in their environment besides what the machine has. */
  readonly variables: Readonly<Record<string, string>>;
  readonly workshop: Workshop;
  readonly clock: Clock;
}

/** What a stage works with. */
export interface StageScope {
  readonly context: RunContext;
  readonly take: TakeLine;
  readonly signal: AbortSignal;
  /** Resolves where a person, or the command line, says yes; throws `run-not-approved` for a no. */
  readonly approve: (question: string) => Promise<void>;
  /** Told of each tag that an image gets. */
  readonly pushed: (image: PushedImage) => void;
}

/** How a stage that did not fail ended. */
export type StageEnd = 'success' | 'unstable';
