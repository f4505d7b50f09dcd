import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Digest, formatRepository } from '@towline/shared/image';
import { copyImage } from '../../app/image/copy-image.js';
import { indexImages } from '../../app/image/index-images.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunPart } from '../../core/run/run-image.js';
import type { RunBuilder } from '../../core/run/workshop.js';
import type { Images } from '../image/compose-images.js';
import { createTowlineBuilder, pushConcurrency } from '../image/towline-builder.js';
import { writeLayout } from '../image/write-layout.js';
import { requestOf } from './build-request.js';

/** The builder that needs no engine: images are assembled in the store, and published from there. */
export function createTowlineRunBuilder(images: Images, folder: string): RunBuilder {
  const digests = new Map<RunPart, Digest>();
  const built = (part: RunPart): Digest => {
    const digest = digests.get(part);
    if (digest !== undefined) return digest;
    throw new RunError('run-tag-missing', `${part.title} is not built yet`);
  };
  const sourceOf = async (part: RunPart) => ({
    from: await images.store.open(part.repository, 'pull'),
    name: { kind: 'digest', digest: built(part) } as const,
    called: part.title,
  });
  return {
    name: 'towline',
    async build(wanted, take, signal) {
      // A step is told when the next one begins, so nothing of it may wait for whoever reads.
      const progress = { say: (text: string) => void take(text), done: () => undefined };
      const request = requestOf(wanted, { folder, name: nameOf(wanted.part) });
      const { digest, warnings } = await createTowlineBuilder(images, progress).build(request, signal);
      for (const warning of warnings) await take(`WARNING: ${warning}`);
      if (digest !== undefined) digests.set(wanted.part, digest);
      return digest;
    },
    async expose(part, signal) {
      const path = join('.towline', part.repository.path, part.tag);
      const names = [part.tag];
      await writeLayout({ images, digest: built(part), names, path: resolve(folder, path) }, signal);
      return path;
    },
    async publish(parts, { repository, tag, annotations }, signal) {
      const to = await images.registries.open(repository, 'push');
      const [only, ...others] = parts;
      if (only !== undefined && others.length === 0) {
        const copy = { ...(await sourceOf(only)), to, target: repository, tags: [tag], concurrency: pushConcurrency };
        return (await copyImage(copy, signal)).digest;
      }
      const sources = await Promise.all(parts.map(sourceOf));
      const indexing = { parts: sources, to, tags: [tag], annotations, store: images.store };
      return (await indexImages({ ...indexing, concurrency: pushConcurrency }, signal)).digest;
    },
    // What is in the store is a cache, which other builds share.
    remove: () => rm(resolve(folder, '.towline'), { recursive: true, force: true }),
  };
}

function nameOf({ repository, tag }: RunPart): string {
  return `${formatRepository(repository)}:${tag}`;
}
