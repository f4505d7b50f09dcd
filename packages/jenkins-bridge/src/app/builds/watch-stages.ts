import { onAbort } from '@towline/shared/async';
import type { BuildId, BuildInput, BuildStage, JenkinsBuilds } from '../../core/jenkins/jenkins.js';
import { type Patience, patiently } from './patiently.js';

/** Who is told of stages and of questions. */
export interface StageObserver {
  /** All stages so far, whenever one of them has changed. */
  readonly onStages: (stages: readonly BuildStage[]) => void;
  /** A question that was not there before. */
  readonly onInput?: ((input: BuildInput) => void) | undefined;
}

const pauseMs = 2_000;

/**
 * Looks at the stages of a build until `ended` is aborted, and once more then. Resolves at once where Jenkins does not tell of
 * stages.
 */
export async function watchStages(
  jenkins: Pick<JenkinsBuilds, 'stages' | 'inputs'>,
  id: BuildId,
  { ended, patience, onStages, onInput }: StageObserver & { readonly ended: AbortSignal; readonly patience: Patience },
): Promise<void> {
  const { clock, signal } = patience;
  const asked = new Set<string>();
  let shown = '';
  for (let last = false; ; ) {
    last = ended.aborted;
    const stages = await patiently(patience, () => jenkins.stages(id, { signal }));
    if (stages === undefined) return;
    const now = JSON.stringify(stages.map(({ id, status }) => [id, status]));
    if (now !== shown) onStages(stages);
    shown = now;
    if (onInput !== undefined && stages.some(({ status }) => status === 'paused')) {
      for (const input of await patiently(patience, () => jenkins.inputs(id, { signal }))) {
        if (!asked.has(input.id)) onInput(input);
        asked.add(input.id);
      }
    }
    if (last) return;
    await pause(clock, ended, signal);
  }
}

/** Waits, but not longer than until the build has ended. */
async function pause(clock: Patience['clock'], ended: AbortSignal, signal: AbortSignal | undefined): Promise<void> {
  const either = new AbortController();
  const leave = [ended, signal].map((one) => onAbort(one, () => either.abort(one?.reason)));
  try {
    await clock.sleep(pauseMs, either.signal);
  } catch (error) {
    if (signal?.aborted === true || !ended.aborted) throw error;
  } finally {
    for (const one of leave) one();
  }
}
