import type { AnswerRule, BuildResult, PipelineBuild } from '@towline/test-kit/groovy';
import type { PipelineName } from './pipelines.js';

/** The commit that is built. */
export const sha = '0123456789abcdef0123456789abcdef01234567';
/** One that descends from it. */
export const newer = 'fedcba9876543210fedcba9876543210fedcba98';

/** What a build of a pipeline does when something happens. */
export interface Behaviour {
  readonly fact: string;
  readonly pipeline: PipelineName;
  readonly answers?: readonly AnswerRule[];
  readonly build?: Partial<PipelineBuild>;
  readonly deeds: readonly string[];
  readonly result: BuildResult;
  /** What the log tells. */
  readonly told?: RegExp;
}

/** Behaviours of one pipeline. */
export function behavioursOf(
  pipeline: PipelineName,
  rows: readonly Omit<Behaviour, 'pipeline'>[],
): readonly Behaviour[] {
  return rows.map((row) => ({ ...row, pipeline }));
}

/** What a look at the branch prints, this often. */
export function look(stdout: string, times?: number): AnswerRule {
  return { command: 'rev-list', stdout, ...(times === undefined ? {} : { times }) };
}
