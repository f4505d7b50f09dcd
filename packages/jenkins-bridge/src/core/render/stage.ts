import type { WorkingAgent } from '../pipeline/model/agent.js';
import type { EnvironmentValue } from '../pipeline/model/settings.js';
import type { When } from '../pipeline/model/when.js';
import type { Code } from './code.js';

/** One stage, in no syntax yet. */
export interface Stage {
  readonly kind: 'stage';
  readonly name: string;
  /** Another agent than that of the group. The source is checked out there. */
  readonly agent?: WorkingAgent | undefined;
  /** It is entered where all of these hold. */
  readonly when?: readonly When[] | undefined;
  readonly environment?: Readonly<Record<string, EnvironmentValue>> | undefined;
  readonly timeout?: string | undefined;
  readonly code: Code;
  /** Whether the code is steps alone, which a declarative stage takes without `script`. */
  readonly steps?: boolean | undefined;
  /** Whether the build may be unstable behind it. */
  readonly mayBeUnstable?: boolean | undefined;
  /** What follows the code even where it fails. */
  readonly always?: Code | undefined;
}

/** Stages that run at the same time. */
export interface ParallelStages {
  readonly kind: 'parallel';
  readonly name: string;
  /** Whether the failure of one ends the others. */
  readonly failFast: boolean;
  readonly stages: readonly Stage[];
}

/** Stages on one agent, one after the other. */
export interface StageGroup {
  readonly name: string;
  /** `home` is the pipeline's agent, `back` the same one after it was given away, `nowhere` holds none. */
  readonly place: 'home' | 'back' | 'nowhere';
  readonly stages: readonly (Stage | ParallelStages)[];
}
