import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildRequest, ImageBuilder, PushedName } from '../../../core/image/image-builder.js';
import { buildArguments, pairs } from './build-arguments.js';
import { createEngine, type EngineOptions, type RunEngine, readDigest } from './engine.js';

/** The builder buildah, or podman, which has the same options. Several platforms make a manifest list. */
export function createBuildahBuilder(command: 'buildah' | 'podman', options: EngineOptions): ImageBuilder {
  const run = createEngine(command, options);
  return {
    async build(request, signal) {
      const several = request.platforms.length > 1;
      await run(['build', ...argumentsOf(request, several), ...(options.buildArgs ?? []), request.context], signal);
      const pushed: PushedName[] = [];
      for (const name of request.push ? request.names : []) {
        pushed.push({ name, digest: await push({ run, several, options }, name, signal) });
      }
      return { digest: pushed[0]?.digest, pushed, warnings: [] };
    },
  };
}

function argumentsOf(request: BuildRequest, several: boolean): readonly string[] {
  const { platforms, annotations, names, epoch, useCache } = request;
  const [list, ...others] = names;
  const named = several ? { ...request, names: others } : request;
  return [
    ...buildArguments(named),
    '--format',
    'oci',
    ...(useCache ? ['--layers'] : []),
    ...(platforms.length === 0 ? [] : ['--platform', platforms.join(',')]),
    ...(several && list !== undefined ? ['--manifest', list] : []),
    ...pairs('--annotation', annotations),
    ...(epoch === undefined ? [] : ['--timestamp', `${epoch}`]),
  ];
}

interface Pushing {
  readonly run: RunEngine;
  readonly several: boolean;
  readonly options: EngineOptions;
}

async function push({ run, several, options }: Pushing, name: string, signal: AbortSignal) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-push-'));
  try {
    const file = join(folder, 'digest');
    const command = several ? ['manifest', 'push', '--all'] : ['push'];
    await run([...command, ...(options.pushArgs ?? []), '--digestfile', file, name, `docker://${name}`], signal);
    return readDigest(await readFile(file, 'utf8'), 'The builder');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
