import type { Clock } from '@towline/shared/ports';
import type { BuildStage } from '../../core/jenkins/jenkins.js';
import type { RunStage } from '../../core/run/run-stage.js';

/** The stages of a run as they are now. */
export interface StageBoard {
  set(stage: RunStage, status: BuildStage['status']): void;
  stages(): readonly BuildStage[];
}

interface Entry {
  readonly id: string;
  readonly name: string;
  status: BuildStage['status'];
  beganAt: number | undefined;
  endedAt: number | undefined;
}

const underWay: readonly BuildStage['status'][] = ['running', 'paused'];

/** A {@link StageBoard} on which every stage waits. `changed` is told of each change. */
export function createStageBoard(
  stages: readonly RunStage[],
  clock: Pick<Clock, 'now'>,
  changed: (stages: readonly BuildStage[]) => void,
): StageBoard {
  const entries = new Map<string, Entry>(
    stages.map(({ id, name }) => [id, { id, name, status: 'waiting', beganAt: undefined, endedAt: undefined }]),
  );
  const now = (): readonly BuildStage[] =>
    [...entries.values()].map(({ id, name, status, beganAt, endedAt }) => ({
      id,
      name,
      status,
      durationMs: beganAt === undefined ? 0 : (endedAt ?? clock.now()) - beganAt,
    }));
  return {
    stages: now,
    set({ id }, status) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      entry.status = status;
      if (underWay.includes(status)) entry.beganAt ??= clock.now();
      else if (entry.beganAt !== undefined) entry.endedAt = clock.now();
      changed(now());
    },
  };
}
