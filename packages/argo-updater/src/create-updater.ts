/*
 * The updater for other programs: the same passes and the same controller as the command line, without a terminal. What they are made of is
 * loaded by the first call.
 */
import type { Updater, UpdaterOptions } from './updater.js';

/** An updater. Nothing is read before it is asked. Wrong settings make its methods reject with `cli-config-invalid`. */
export function createUpdater(options: UpdaterOptions = {}): Updater {
  const load = async () => (await import('./cli/embed/embedded-updater.js')).embeddedUpdater(options);
  return {
    plan: async (pass = {}) => (await load()).plan(pass),
    runOnce: async (pass = {}) => (await load()).runOnce(pass),
    run: async (signal) => (await load()).run(signal),
  };
}
