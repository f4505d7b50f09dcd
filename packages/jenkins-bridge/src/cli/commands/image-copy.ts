import { answer, type CommandModule, createProgress, textOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { parsePlatform } from '@towline/shared/image';
import { copyImage } from '../../app/image/copy-image.js';
import { composeImages } from '../image/compose-images.js';
import { copiedText } from '../image/copied-text.js';
import { findImage, imageForms, mountable, tagOf } from '../image/find-image.js';
import { cacheOption, registryOptions } from '../image/image-options.js';
import { pushConcurrency } from '../image/towline-builder.js';

/** `image copy SOURCE TARGET`: an image from one place to another. */
export const imageCopy: CommandModule = {
  spec: {
    description: `Copies an image, or an index with all its images, and keeps its digest. Within one registry no blob is sent. Source and target are ${imageForms}.`,
    arguments: [
      { name: 'source', meaning: 'the image', required: true },
      { name: 'target', meaning: 'where it goes', required: true },
    ],
    options: [
      { flag: 'platform', value: 'platform', meaning: 'of an index, the one image for this platform' },
      cacheOption,
      ...registryOptions,
    ],
    examples: [
      ['jenkins-bridge image copy staging.example.com/app:1.0 prod.example.com/app:1.0', 'promote an image'],
      ['jenkins-bridge image copy oci:build/app:1.0 registry.example.com/app:1.0', 'push an OCI layout'],
    ],
  },
  async run(invocation) {
    const [source = '', target = ''] = invocation.args;
    const platform = textOption(invocation, 'platform');
    const images = await composeImages(invocation);
    const progress = createProgress(invocation.terminal.stderr);
    try {
      const from = await findImage(source, images, 'pull');
      const to = await findImage(target, images, 'push');
      const report = await copyImage(
        {
          from: from.place,
          name: from.name,
          called: source,
          to: to.place,
          tags: [tagOf(to)],
          mountFrom: mountable(from, to),
          platform: platform === undefined ? undefined : parsePlatform(platform),
          concurrency: pushConcurrency,
          onBlob: ({ digest }) => progress.say(`${target}: ${digest}`),
        },
        invocation.signal,
      );
      progress.done();
      answer(invocation, { source, name: target, ...report }, () => copiedText('copied', { name: target, ...report }));
      return exitCodes.done;
    } finally {
      progress.done();
      images.close();
    }
  },
};
