import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Environment, inheritedEnvironment, runProcess } from '@towline/shared/process';
import type { BuilderName } from '../../core/image/image-builder.js';

/** What this machine can do for a run. */
export interface Surroundings {
  readonly builders: readonly BuilderName[];
  readonly containers: 'podman' | 'docker' | undefined;
  readonly programs: readonly string[];
}

/** How each builder shows that it works: a program alone is not enough where a daemon does the work. */
const proofs = {
  docker: ['docker', 'version', '--format', '{{.Server.Version}}'],
  buildx: ['docker', 'buildx', 'version'],
  buildah: ['buildah', '--version'],
  podman: ['podman', '--version'],
} as const;

const patienceMs = 15_000;

/** Finds out what is installed, of what is asked about. */
export async function lookAround(
  environment: Environment,
  { engines, programs }: { readonly engines: boolean; readonly programs: readonly string[] },
  signal: AbortSignal,
): Promise<Surroundings> {
  const names = ['docker', 'buildx', 'buildah', 'podman'] as const;
  const working = engines
    ? await Promise.all(names.map(async (name) => ((await works(proofs[name], environment, signal)) ? [name] : [])))
    : [];
  const found: readonly BuilderName[] = working.flat();
  const there = await Promise.all(programs.map(async (name) => ((await isInstalled(name, environment)) ? [name] : [])));
  return {
    builders: ['towline', ...found],
    containers: found.includes('podman') ? 'podman' : found.includes('docker') ? 'docker' : undefined,
    programs: there.flat(),
  };
}

async function works(
  [command, ...args]: readonly [string, ...string[]],
  environment: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  const names = ['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'DOCKER_HOST', 'DOCKER_CONFIG', 'DOCKER_CONTEXT'];
  const env = inheritedEnvironment(environment, names);
  try {
    await runProcess({ command, args, env, maxOutputBytes: 65_536, timeoutMs: patienceMs, signal });
    return true;
  } catch {
    signal.throwIfAborted();
    // Whatever keeps it from answering keeps it from building.
    return false;
  }
}

async function isInstalled(name: string, { PATH = '' }: Environment): Promise<boolean> {
  for (const folder of PATH.split(delimiter)) {
    try {
      await access(join(folder, name), constants.X_OK);
      return true;
    } catch {
      // Perhaps in the next one.
    }
  }
  return false;
}
