import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { createContainersHome, type KnownRegistry } from './containers-home.js';

/** skopeo, the client that copies and inspects images without a daemon. */
export interface Skopeo {
  /** Runs it and gives what it wrote. */
  run(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** skopeo with a home of its own. A registry without a certificate needs its `--tls-verify=false`. */
export async function createSkopeo(registries: readonly KnownRegistry[]): Promise<Skopeo> {
  const home = await createContainersHome(registries);
  return {
    async run(...args) {
      const env = { ...inheritedEnvironment(process.env, ['PATH']), ...home.env };
      const { stdout } = await runProcess({ command: 'skopeo', args, env, maxOutputBytes: 1 << 20, timeoutMs: 60_000 });
      return Buffer.from(stdout).toString('utf8');
    },
    remove: home.remove,
  };
}
