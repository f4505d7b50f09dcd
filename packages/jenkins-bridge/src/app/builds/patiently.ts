import type { Clock } from '@towline/shared/ports';
import { isJenkinsError } from '../../core/jenkins/jenkins-error.js';

/** How long a Jenkins that restarts is waited for. */
export interface Patience {
  readonly clock: Clock;
  /** Default ten minutes. */
  readonly patienceMs?: number | undefined;
  /** Told once each time that Jenkins goes away, and comes back. */
  readonly onAway?: ((away: boolean) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const usualPatienceMs = 10 * 60_000;
const pauseMs = 2_000;

/** Asks until Jenkins answers: while it restarts it is not there, or says that it starts. Only for what may be asked twice. */
export async function patiently<Value>(patience: Patience, ask: () => Promise<Value>): Promise<Value> {
  const { clock, patienceMs = usualPatienceMs, onAway, signal } = patience;
  let awaySince: number | undefined;
  for (;;) {
    try {
      const value = await ask();
      if (awaySince !== undefined) onAway?.(false);
      return value;
    } catch (error) {
      if (!isJenkinsError(error, 'jenkins-starting', 'jenkins-unreachable')) throw error;
      if (awaySince === undefined) onAway?.(true);
      awaySince ??= clock.now();
      if (clock.now() - awaySince >= patienceMs) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
}
