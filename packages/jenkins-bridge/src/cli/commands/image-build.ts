import { resolve } from 'node:path';
import {
  answer,
  CliError,
  type CommandModule,
  type Invocation,
  listOption,
  switchOption,
  textOption,
} from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import {
  type BuilderName,
  type BuildOutcome,
  type BuildRequest,
  builderNames,
  type PushedName,
} from '../../core/image/image-builder.js';
import { respellOutputs } from '../image/buildx-output.js';
import { chooseBuilder } from '../image/choose-builder.js';
import { composeImages } from '../image/compose-images.js';
import { chooseEpoch } from '../image/epoch.js';
import { cacheOption, pairsOption, readTagged, registryOptions } from '../image/image-options.js';
import { limitOptions, readStoreLimits } from '../image/store-limits.js';
import { tidyStore } from '../image/tidy-store.js';
import { writeLayout } from '../image/write-layout.js';

/** `image build [context]`: an image from a Dockerfile, without a daemon. */
export const imageBuild: CommandModule = {
  spec: {
    description:
      'Builds an image from a Dockerfile, without a daemon and without privileges: towline assembles it of files and base images, the same bytes for the same input. It executes nothing; a Dockerfile with RUN is refused, and builds with --builder docker, buildx, buildah or podman where that is installed.',
    arguments: [{ name: 'context', meaning: 'the folder that COPY takes from (default: .)', path: true }],
    options: [
      {
        flag: 'file',
        short: 'f',
        value: 'path',
        path: true,
        meaning: 'the Dockerfile (default: Dockerfile in the context)',
      },
      {
        flag: 'tag',
        short: 't',
        value: 'name',
        repeatable: true,
        meaning: 'name of the image, host/repository:tag; may be repeated',
      },
      { flag: 'target', value: 'stage', meaning: 'the stage to build (default: the last one)' },
      {
        flag: 'build-arg',
        value: 'name=value',
        repeatable: true,
        meaning: 'value of an ARG; a name alone takes it from the environment',
      },
      { flag: 'label', value: 'name=value', repeatable: true, meaning: 'label of the image' },
      {
        flag: 'annotation',
        value: 'name=value',
        repeatable: true,
        meaning: 'annotation of the manifest, or of the index',
      },
      {
        flag: 'platform',
        value: 'list',
        repeatable: true,
        meaning: 'platforms such as linux/amd64,linux/arm64; several make an index',
      },
      { flag: 'push', meaning: 'push it under all its names' },
      {
        flag: 'layout',
        value: 'path',
        path: true,
        meaning:
          'write it as an OCI layout too: a folder, or an archive where the name ends with .tar; --output type=oci,dest=PATH of buildx is the same',
      },
      { flag: 'builder', value: 'name', choices: builderNames, meaning: 'who builds (default: towline)' },
      {
        flag: 'engine-arg',
        value: 'option',
        repeatable: true,
        meaning: 'passed to the build of docker, buildx, buildah or podman as it is: --engine-arg=--isolation=chroot',
      },
      {
        flag: 'source-date-epoch',
        value: 'seconds',
        meaning:
          'time of the image, and newest time of its files (default: SOURCE_DATE_EPOCH, else the commit of the context, else 1970)',
      },
      { flag: 'no-cache', meaning: 'write every layer anew' },
      cacheOption,
      ...limitOptions,
      ...registryOptions,
    ],
    examples: [
      [
        'jenkins-bridge image build -t registry.example.com/team/app:1.0 --push .',
        'build, and push what the registry does not have',
      ],
      [
        'jenkins-bridge image build --platform linux/amd64,linux/arm64 -t registry.example.com/team/app:1.0 .',
        'an index of two images',
      ],
      [
        'jenkins-bridge image build --layout app.tar -o json .',
        'an archive for skopeo or podman, and its digest for a script',
      ],
      [
        'jenkins-bridge image build --builder buildah -t registry.example.com/team/app:1.0 --push .',
        'a Dockerfile with RUN',
      ],
    ],
    respell: respellOutputs,
  },
  async run(invocation) {
    const chosen = builderOf(invocation);
    // Engines keep to a time only where one is given: some can, some cannot.
    const commitOf = chosen === 'towline' ? contextOf(invocation) : undefined;
    const request = readRequest(invocation, await chooseEpoch(invocation, commitOf));
    const layout = textOption(invocation, 'layout');
    if (layout !== undefined && chosen !== 'towline')
      throw new CliError('cli-usage', '--layout is for the towline builder');
    // A limit that cannot be read is told before the work.
    readStoreLimits(invocation);
    const images = await composeImages(invocation);
    try {
      const outcome = await chooseBuilder(chosen, images, invocation).build(request, invocation.signal);
      if (layout !== undefined && outcome.digest !== undefined) {
        await writeLayout(
          { images, digest: outcome.digest, names: request.names, path: resolve(layout) },
          invocation.signal,
        );
      }
      if (chosen === 'towline') await tidyStore(invocation);
      const { digest, pushed, warnings } = outcome;
      for (const warning of warnings) invocation.terminal.stderr.write(`warning: ${warning}\n`);
      const data = { builder: chosen, digest, names: request.names, pushed, layout, warnings };
      answer(invocation, data, () => builtText(data));
      return exitCodes.done;
    } finally {
      images.close();
    }
  },
};

interface Built extends BuildOutcome {
  readonly names: readonly string[];
  readonly layout: string | undefined;
}

function builtText({ digest, names, pushed, layout }: Built): string {
  const lines = [
    `built ${digest ?? names.join(', ')}`,
    ...(pushed.length === 0 ? names.map((name) => `  named ${name}`) : pushed.map(pushedLine)),
    ...(layout === undefined ? [] : [`  wrote ${layout}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function pushedLine({ name, digest, bytesWritten }: PushedName): string {
  const sent = bytesWritten === undefined ? '' : `, ${bytesWritten} bytes sent`;
  return `  pushed ${name}@${digest}${sent}`;
}

function builderOf(invocation: Invocation): BuilderName {
  const wanted = textOption(invocation, 'builder');
  return builderNames.find((name) => name === wanted) ?? 'towline';
}

function contextOf({ args }: Invocation): string {
  return resolve(args[0] ?? '.');
}

function readRequest(invocation: Invocation, epoch: number | undefined): BuildRequest {
  const context = contextOf(invocation);
  const file = textOption(invocation, 'file');
  const names = listOption(invocation, 'tag').map((text) => readTagged(text).name);
  const push = switchOption(invocation, 'push');
  if (push && names.length === 0) throw new CliError('cli-usage', '--push wants a name', { hint: 'Give it by --tag.' });
  return {
    context,
    dockerfile: file === undefined ? resolve(context, 'Dockerfile') : resolve(file),
    names,
    platforms: readPlatforms(listOption(invocation, 'platform')),
    buildArgs: pairsOption(invocation, 'build-arg', (name) => invocation.environment[name]),
    labels: pairsOption(invocation, 'label'),
    annotations: pairsOption(invocation, 'annotation'),
    target: textOption(invocation, 'target'),
    useCache: !switchOption(invocation, 'no-cache'),
    push,
    epoch,
  };
}

function readPlatforms(lists: readonly string[]): readonly string[] {
  const platforms = lists.flatMap((list) => list.split(',')).filter((each) => each !== '');
  const wrong = platforms.find((each) => !/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/.test(each));
  if (wrong === undefined) return [...new Set(platforms)];
  throw new CliError('cli-usage', `${wrong} is no platform`, { hint: 'Write it as linux/amd64 or linux/arm/v7.' });
}
