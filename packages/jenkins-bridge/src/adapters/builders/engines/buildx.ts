import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import type { ImageBuilder } from '../../../core/image/image-builder.js';
import { buildArguments, pairs } from './build-arguments.js';
import { createEngine, type EngineOptions, readDigest } from './engine.js';

const metadataSchema = z.object({ 'containerimage.digest': z.string().optional() });

/**
 * The builder `docker buildx build`: several platforms and annotations. Attestations are left out, since registries and scanners take the
 * index that they make for an image of an unknown platform.
 */
export function createBuildxBuilder(options: EngineOptions): ImageBuilder {
  const docker = createEngine('docker', options);
  return {
    async build(request, signal) {
      const { platforms, annotations, names, push, epoch } = request;
      const folder = await mkdtemp(join(tmpdir(), 'towline-buildx-'));
      try {
        const metadata = join(folder, 'metadata.json');
        const args = [
          ...buildArguments(request),
          ...(platforms.length === 0 ? [] : ['--platform', platforms.join(',')]),
          ...pairs('--annotation', annotations),
          ...(epoch === undefined ? [] : ['--build-arg', `SOURCE_DATE_EPOCH=${epoch}`]),
          '--provenance=false',
          '--sbom=false',
          '--metadata-file',
          metadata,
          push ? '--push' : '--load',
          ...(options.buildArgs ?? []),
        ];
        await docker(['buildx', 'build', ...args, request.context], signal);
        const digest = push ? readDigest(await readMetadata(metadata), 'buildx') : undefined;
        const pushed = digest === undefined ? [] : names.map((name) => ({ name, digest }));
        return { digest, pushed, warnings: [] };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function readMetadata(path: string): Promise<string> {
  const read = metadataSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (read.success && read.data['containerimage.digest'] !== undefined) return read.data['containerimage.digest'];
  throw new ImageBuildError('image-builder-failed', 'buildx did not say the digest of what it pushed');
}
