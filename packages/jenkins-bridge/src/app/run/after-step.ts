import { formatRepository, type ImageRepository } from '@towline/shared/image';
import type { PublishedTag } from '../../core/pipeline/model/publication.js';
import { resolveTags } from '../../core/publish/resolve-tags.js';
import { hostOf, repositoryOf } from '../../core/render/address.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunTask } from '../../core/run/run-stage.js';
import { copyImage } from '../image/copy-image.js';
import { gone, type PublishedImage, publishedImages } from './published-images.js';
import type { StageEnd, StageScope } from './run-context.js';
import { notifyUpdater, waitForRollout } from './updater.js';

type AfterStep = Extract<RunTask, { readonly kind: 'after' }>['step'];

const concurrency = 4;

/** Does what follows the publication. */
export async function runAfterStep(step: AfterStep, scope: StageScope): Promise<StageEnd> {
  switch (step.kind) {
    case 'notify-updater':
      await notifyUpdater(step, await publishedImages(scope), scope);
      return 'success';
    case 'wait-for-rollout':
      return waitForRollout(step, scope);
    case 'retag':
      await eachTag(step, scope, async (published, tag) => {
        const place = await scope.context.workshop.registries.open(published.image.repository, 'push');
        const content = await place.readManifest({ kind: 'digest', digest: published.digest }, scope.signal);
        if (content === undefined) throw gone(published);
        await place.writeManifest(content, tag, scope.signal);
        return published.image.repository;
      });
      return 'success';
    case 'copy':
      await eachTag(step, scope, async (published, tag) => copyTo(step.to, { published, tag }, scope));
      return 'success';
    case 'job':
      throw new RunError('run-refused', `${step.job} is a job of Jenkins, and there is none`);
  }
}

async function copyTo(
  to: Extract<AfterStep, { readonly kind: 'copy' }>['to'],
  { published, tag }: { readonly published: PublishedImage; readonly tag: string },
  { context, signal }: StageScope,
): Promise<ImageRepository> {
  const { registries } = context.workshop;
  const { image, digest } = published;
  const target = { host: hostOf(to), path: repositoryOf(to, image.image) };
  const copy = {
    from: await registries.open(image.repository, 'pull'),
    to: await registries.open(target, 'push'),
    target,
    name: { kind: 'digest', digest },
    called: `${formatRepository(image.repository)}@${digest}`,
    tags: [tag],
    concurrency,
  } as const;
  await copyImage(copy, signal);
  return target;
}

interface Retagging {
  readonly images?: readonly string[] | undefined;
  readonly tags: readonly PublishedTag[];
}

async function eachTag(
  { images, tags }: Retagging,
  scope: StageScope,
  write: (published: PublishedImage, tag: string) => Promise<ImageRepository>,
): Promise<void> {
  const resolved = resolveTags(tags, scope.context.facts);
  const refused = resolved.flatMap((each) => (each.kind === 'refused' ? [each.message] : []));
  if (refused.length > 0) throw new RunError('run-publication-refused', refused.join('; '));
  for (const published of await publishedImages(scope, images)) {
    for (const each of resolved) {
      if (each.kind !== 'fixed' && each.kind !== 'moving') continue;
      const repository = formatRepository(await write(published, each.tag));
      scope.pushed({ repository, tag: each.tag, digest: published.digest });
      await scope.take(`tagged ${repository}:${each.tag}@${published.digest}`);
    }
  }
}
