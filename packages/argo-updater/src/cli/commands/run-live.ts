import { type Invocation, switchOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { composeBase } from '../compose/compose-base.js';
import { composeCluster } from '../compose/compose-cluster.js';
import { composeController } from '../compose/compose-controller.js';
import { composeLiveParts } from '../compose/compose-live-parts.js';
import type { Plugs } from '../compose/plugs.js';
import { loadSettings } from '../settings/load-settings.js';

/** `run` without `--once`: the controller. Being told to stop is how it ends well. */
export async function runLive(invocation: Invocation, plugs: Plugs = {}): Promise<number> {
  const { signal } = invocation;
  const settings = await loadSettings(invocation);
  const base = await composeBase(settings, invocation, 'info');
  try {
    const cluster = await composeCluster(settings, base);
    const parts = await composeLiveParts(settings, base, { cluster, plugs });
    const batch = switchOption(invocation, 'batch');
    await using composed = await composeController(invocation, { settings, base, cluster, parts, batch });
    try {
      await parts.start?.(composed.controller, signal);
      await Promise.all([composed.controller.run(signal), composed.watchSettings(signal)]);
    } finally {
      await parts.stop?.();
    }
    return exitCodes.done;
  } finally {
    base.close();
  }
}
