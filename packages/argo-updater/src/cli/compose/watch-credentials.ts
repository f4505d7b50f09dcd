import type { Clock, Logger } from '@towline/shared/ports';
import { watchRepositorySecrets } from '../../adapters/kubernetes/watch/watch-repository-secrets.js';
import { createBell } from '../../app/live/bell.js';
import type { Cluster } from './compose-cluster.js';

/** Who changes several Secrets changes them together. */
const settleMs = 500;
const farAwayMs = 3_600_000;

/** Calls back whenever Argo CD's credentials of repositories have changed, until the signal is aborted; once for what changes together. */
export async function watchCredentials(
  { client, namespace }: Pick<Cluster, 'client' | 'namespace'>,
  { clock, log, onChange }: { readonly clock: Clock; readonly log: Logger; readonly onChange: () => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const bell = createBell(clock);
  let isChanged = false;
  const ring = (): void => {
    isChanged = true;
    bell.ring();
  };
  const answer = async (): Promise<void> => {
    while (!signal.aborted) {
      await bell.wait(clock.now() + farAwayMs, signal);
      if (!isChanged) continue;
      await clock.sleep(settleMs, signal).catch(() => undefined);
      isChanged = false;
      if (!signal.aborted) await onChange();
    }
  };
  const dependencies = { client, clock, log, random: Math.random };
  await Promise.all([watchRepositorySecrets(dependencies, { namespace, onChange: ring }, signal), answer()]);
}
