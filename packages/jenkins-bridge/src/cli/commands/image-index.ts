import { answer, type CommandModule } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { indexImages } from '../../app/image/index-images.js';
import { composeImages } from '../image/compose-images.js';
import { findImage, imageForms, mountable, tagOf } from '../image/find-image.js';
import { cacheOption, pairsOption, registryOptions } from '../image/image-options.js';
import { pushConcurrency } from '../image/towline-builder.js';

/** `image index TARGET SOURCE…`: one name for the images of several platforms. */
export const imageIndex: CommandModule = {
  spec: {
    description: `Makes an index of images for several platforms that were built and pushed one by one, as by agents of different machines. Images from elsewhere are copied first. Each is ${imageForms}.`,
    arguments: [
      { name: 'target', meaning: 'name of the index', required: true },
      { name: 'source', meaning: 'an image, or an index whose images it takes', required: true, variadic: true },
    ],
    options: [
      { flag: 'annotation', value: 'name=value', repeatable: true, meaning: 'annotation of the index' },
      cacheOption,
      ...registryOptions,
    ],
    examples: [
      [
        'jenkins-bridge image index registry.example.com/app:1.0 registry.example.com/app:1.0-amd64 registry.example.com/app:1.0-arm64',
        'one name for both',
      ],
    ],
  },
  async run(invocation) {
    const [target = '', ...sources] = invocation.args;
    const annotations = pairsOption(invocation, 'annotation');
    const images = await composeImages(invocation);
    try {
      const to = await findImage(target, images, 'push');
      const found = await Promise.all(sources.map((source) => findImage(source, images, 'pull')));
      const index = await indexImages(
        {
          parts: found.map((each) => ({
            from: each.place,
            name: each.name,
            called: each.called,
            mountFrom: mountable(each, to),
          })),
          to: to.place,
          tags: [tagOf(to)],
          annotations,
          store: images.store,
          concurrency: pushConcurrency,
        },
        invocation.signal,
      );
      const { digest, mediaType, size } = index;
      answer(
        invocation,
        { name: target, digest, mediaType, size, images: sources },
        () => `indexed ${target}@${digest}\n`,
      );
      return exitCodes.done;
    } finally {
      images.close();
    }
  },
};
