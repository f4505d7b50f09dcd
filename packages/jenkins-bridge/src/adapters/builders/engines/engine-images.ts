import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Digest } from '@towline/shared/image';
import { digestOf } from './docker.js';
import { createEngine, type EngineOptions } from './engine.js';

/** Images that an engine keeps, by their names. */
export interface EngineImages {
  /** Removes what is there of these. */
  remove(names: readonly string[], signal: AbortSignal): Promise<void>;
}

/** Images of an engine that can write them into a folder, from where they are published. */
export interface LayoutImages extends EngineImages {
  /** Writes an image into an OCI layout, under a tag. */
  write(name: string, layout: { readonly folder: string; readonly tag: string }, signal: AbortSignal): Promise<void>;
}

/** Images of a daemon, which pushes them itself. */
export interface DaemonImages extends EngineImages {
  push(name: string, target: string, signal: AbortSignal): Promise<Digest>;
}

/** The images of buildah or podman. */
export function createLayoutImages(command: 'buildah' | 'podman', options: EngineOptions): LayoutImages {
  const run = createEngine(command, options);
  return {
    async write(name, { folder, tag }, signal) {
      await mkdir(dirname(folder), { recursive: true });
      await run(['push', name, `oci:${folder}:${tag}`], signal);
    },
    async remove(names, signal) {
      if (names.length > 0) await run([...(command === 'buildah' ? ['rmi'] : ['image', 'rm']), ...names], signal);
    },
  };
}

/** The images of the docker daemon. */
export function createDaemonImages(options: EngineOptions): DaemonImages {
  const docker = createEngine('docker', options);
  return {
    async push(name, target, signal) {
      await docker(['tag', name, target], signal);
      await docker(['push', ...(options.pushArgs ?? []), target], signal);
      return digestOf(docker, target, signal);
    },
    async remove(names, signal) {
      if (names.length > 0) await docker(['image', 'rm', ...names], signal);
    },
  };
}
