import { answer, type CommandModule, createProgress } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { type CopyReport, copyImage } from '../../app/image/copy-image.js';
import { composeImages } from '../image/compose-images.js';
import { copiedText } from '../image/copied-text.js';
import { cacheOption, readTagged, registryOptions } from '../image/image-options.js';
import { pushConcurrency } from '../image/towline-builder.js';

/** `image push NAME…`: images of the store to their registries. */
export const imagePush: CommandModule = {
  spec: {
    description:
      'Pushes images that were built here. Only what the registry does not have is sent, several blobs at a time; a large one goes in chunks and is taken up again where it broke off. A second name for the same image sends no blob at all.',
    arguments: [{ name: 'name', meaning: 'host/repository:tag, as --tag gave it', required: true, variadic: true }],
    options: [cacheOption, ...registryOptions],
    examples: [
      ['jenkins-bridge image push registry.example.com/team/app:1.0', 'push one image'],
      [
        'jenkins-bridge image push -o json registry.example.com/team/app:1.0 registry.example.com/team/app:latest',
        'two names, and their digests for a script',
      ],
    ],
  },
  async run(invocation) {
    const images = await composeImages(invocation);
    const progress = createProgress(invocation.terminal.stderr);
    try {
      const pushed: (CopyReport & { readonly name: string })[] = [];
      for (const called of invocation.args) {
        const { reference, tag, name } = readTagged(called);
        const from = await images.store.open(reference, 'pull');
        const to = await images.registries.open(reference, 'push');
        const onBlob = (blob: { readonly digest: string }) => progress.say(`${name}: ${blob.digest}`);
        const report = await copyImage(
          {
            from,
            to,
            target: reference,
            name: { kind: 'tag', tag },
            called: name,
            tags: [tag],
            concurrency: pushConcurrency,
            onBlob,
          },
          invocation.signal,
        );
        pushed.push({ name, ...report });
      }
      progress.done();
      answer(invocation, { pushed }, () => pushed.map((each) => copiedText('pushed', each)).join(''));
      return exitCodes.done;
    } finally {
      progress.done();
      images.close();
    }
  },
};
