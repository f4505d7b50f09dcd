import { answer, type CommandModule, switchOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { inspectImage, loadManifest } from '../../app/image/inspect-image.js';
import { composeImages } from '../image/compose-images.js';
import { findImage, imageForms } from '../image/find-image.js';
import { cacheOption, registryOptions } from '../image/image-options.js';
import { inspectedData, inspectedText } from '../image/inspected-text.js';

/** `image inspect IMAGE`: what an image is, without pulling it. */
export const imageInspect: CommandModule = {
  spec: {
    description: `Shows the digest of an image, its platforms, config, labels and layers. Manifests and configs are read, and no layer. The image is ${imageForms}.`,
    arguments: [{ name: 'image', meaning: 'the image, by tag or digest', required: true }],
    options: [{ flag: 'raw', meaning: 'the manifest, byte by byte' }, cacheOption, ...registryOptions],
    examples: [
      ['jenkins-bridge image inspect registry.example.com/app:1.0', 'an image in a registry'],
      ['jenkins-bridge image inspect -o json oci:build/app', 'one in a folder, for a script'],
    ],
  },
  async run(invocation) {
    const [called = ''] = invocation.args;
    const images = await composeImages(invocation);
    try {
      const { place: from, name } = await findImage(called, images, 'pull');
      const look = { from, name, called };
      if (switchOption(invocation, 'raw')) {
        const { content } = await loadManifest(look, invocation.signal);
        invocation.terminal.stdout.write(new TextDecoder().decode(content.bytes));
        return exitCodes.done;
      }
      const inspected = await inspectImage(look, invocation.signal);
      answer(invocation, inspectedData(called, inspected), () => inspectedText(called, inspected));
      return exitCodes.done;
    } finally {
      images.close();
    }
  },
};
