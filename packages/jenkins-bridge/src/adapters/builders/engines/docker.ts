import * as z from 'zod';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import type { BuildRequest, ImageBuilder, PushedName } from '../../../core/image/image-builder.js';
import { buildArguments } from './build-arguments.js';
import { createEngine, type EngineOptions, type RunEngine, readDigest } from './engine.js';

const digestsSchema = z.array(z.string()).nullable();

/** The builder `docker build`, of Docker or of a program that answers to its name. It builds for one platform. */
export function createDockerBuilder(options: EngineOptions): ImageBuilder {
  const docker = createEngine('docker', options);
  return {
    async build(request, signal) {
      refuseUnknown(request);
      const platform = request.platforms.length === 0 ? [] : ['--platform', ...request.platforms];
      const args = [...buildArguments(request), ...platform, ...(options.buildArgs ?? [])];
      await docker(['build', ...args, request.context], signal);
      const pushed: PushedName[] = [];
      for (const name of request.push ? request.names : []) {
        await docker(['push', ...(options.pushArgs ?? []), name], signal);
        pushed.push({ name, digest: await digestOf(docker, name, signal) });
      }
      return { digest: pushed[0]?.digest, pushed, warnings: warningsFor(request) };
    },
  };
}

function refuseUnknown({ platforms, annotations }: BuildRequest): void {
  const what =
    platforms.length > 1 ? 'several platforms' : Object.keys(annotations).length > 0 ? 'annotations' : undefined;
  if (what === undefined) return;
  throw new ImageBuildError('image-builder-failed', `docker build knows no ${what}`, { hint: 'Use --builder buildx.' });
}

function warningsFor({ epoch }: BuildRequest): readonly string[] {
  return epoch === undefined
    ? []
    : ['docker build does not keep to a time that is given: its digests differ from build to build.'];
}

/** Docker knows the digest of an image once it has been pushed, by repository. */
export async function digestOf(docker: RunEngine, name: string, signal: AbortSignal) {
  const text = await docker(['image', 'inspect', '--format', '{{json .RepoDigests}}', name], signal);
  const repository = name.slice(0, name.lastIndexOf(':'));
  const read = digestsSchema.safeParse(JSON.parse(text));
  const found = read.success ? read.data?.findLast((each) => each.startsWith(`${repository}@`)) : undefined;
  return readDigest(found?.slice(repository.length + 1) ?? '', 'docker');
}
