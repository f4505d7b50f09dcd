import type { AfterStep } from '../pipeline/model/after.js';
import type { Approval } from '../pipeline/model/publication.js';
import type { EnvironmentValue } from '../pipeline/model/settings.js';
import type { Scan } from '../pipeline/model/tests.js';
import type { When } from '../pipeline/model/when.js';
import type { RunImage, RunPart } from './run-image.js';

/** The container that commands run in. */
export type RunContainer =
  | { readonly kind: 'built'; readonly part: RunPart; readonly args: string | undefined }
  | { readonly kind: 'pulled'; readonly image: string; readonly args: string | undefined };

/** What a stage does. */
export type RunTask =
  | { readonly kind: 'source' }
  | {
      readonly kind: 'commands';
      readonly run: string;
      readonly environment: Readonly<Record<string, EnvironmentValue>>;
      /** One after the other in each of them; on this machine itself where there is none. */
      readonly containers: readonly RunContainer[];
      /** Where they write JUnit reports. */
      readonly junit: string | undefined;
    }
  | { readonly kind: 'build'; readonly part: RunPart }
  | { readonly kind: 'scan'; readonly scan: Scan; readonly images: readonly RunImage[] }
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'publish'; readonly images: readonly RunImage[] }
  | { readonly kind: 'after'; readonly step: Exclude<AfterStep, { readonly kind: 'command' }> };

/** One stage of a run. */
export interface RunStage {
  readonly kind: 'stage';
  /** Numbers in the order of the plan. */
  readonly id: string;
  readonly name: string;
  /** It is entered where all of these hold. */
  readonly when: readonly When[];
  /** How long it may take. */
  readonly timeoutMs: number | undefined;
  readonly task: RunTask;
}

/** Stages that run at the same time. */
export interface ParallelRunStages {
  readonly kind: 'parallel';
  /** Whether the failure of one ends the others. */
  readonly failFast: boolean;
  readonly stages: readonly RunStage[];
}

/** The stages of a run, in order. */
export type RunPlan = readonly (RunStage | ParallelRunStages)[];

/** All stages of a plan, in order. */
export function stagesOf(plan: RunPlan): readonly RunStage[] {
  return plan.flatMap((each) => (each.kind === 'stage' ? [each] : each.stages));
}
