import { answer, CliError, type CommandModule } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { isTag } from '@towline/shared/image';
import { loadManifest } from '../../app/image/inspect-image.js';
import { composeImages } from '../image/compose-images.js';
import { findImage, imageForms } from '../image/find-image.js';
import { cacheOption, registryOptions } from '../image/image-options.js';

/** `image tag IMAGE TAG…`: more tags for an image, where it is. */
export const imageTag: CommandModule = {
  spec: {
    description: `Gives an image more tags in its own repository: the manifest is written under each, and no blob is moved. The image is ${imageForms}.`,
    arguments: [
      { name: 'image', meaning: 'the image, by tag or digest', required: true },
      { name: 'tag', meaning: 'a tag it gets', required: true, variadic: true },
    ],
    options: [cacheOption, ...registryOptions],
    examples: [
      ['jenkins-bridge image tag registry.example.com/app:3f2a9c1 1.4.0 latest', 'two more tags'],
      ['jenkins-bridge image tag registry.example.com/app@sha256:… stable', 'a tag for a digest'],
    ],
  },
  async run(invocation) {
    const [called = '', ...tags] = invocation.args;
    const wrong = tags.find((tag) => !isTag(tag));
    if (wrong !== undefined) {
      throw new CliError('cli-usage', `${JSON.stringify(wrong)} is not a tag`, {
        hint: 'Give the tag alone, without the repository.',
      });
    }
    const images = await composeImages(invocation);
    try {
      const { place, name } = await openForTagging(called, images);
      const { content } = await loadManifest({ from: place, name, called }, invocation.signal);
      for (const tag of tags) await place.writeManifest(content, tag, invocation.signal);
      const { digest } = content;
      answer(invocation, { image: called, digest, tags }, () =>
        tags.map((tag) => `tagged ${tag} ${digest}\n`).join(''),
      );
      return exitCodes.done;
    } finally {
      images.close();
    }
  },
};

/** A digest may be tagged too, so that the image is found as one that is read; its place is one that is written. */
async function openForTagging(called: string, images: Awaited<ReturnType<typeof composeImages>>) {
  const found = await findImage(called, images, 'pull');
  if (found.repository === undefined) return found;
  return { ...found, place: await images.registries.open(found.repository, 'push') };
}
