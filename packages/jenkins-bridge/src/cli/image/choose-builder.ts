import { createProgress, type Invocation, listOption } from '@towline/shared/cli';
import { createBuildahBuilder } from '../../adapters/builders/engines/buildah.js';
import { createBuildxBuilder } from '../../adapters/builders/engines/buildx.js';
import { createDockerBuilder } from '../../adapters/builders/engines/docker.js';
import type { BuilderName, ImageBuilder } from '../../core/image/image-builder.js';
import type { Images } from './compose-images.js';
import { createTowlineBuilder } from './towline-builder.js';

/** The builder of this name. */
export function chooseBuilder(name: BuilderName, images: Images, invocation: Invocation): ImageBuilder {
  const plainHttp = listOption(invocation, 'plain-http').length > 0;
  const engine = {
    environment: invocation.environment,
    buildArgs: listOption(invocation, 'engine-arg'),
    pushArgs: plainHttp && name !== 'docker' ? ['--tls-verify=false'] : [],
  };
  switch (name) {
    case 'towline':
      return createTowlineBuilder(images, createProgress(invocation.terminal.stderr));
    case 'docker':
      return createDockerBuilder(engine);
    case 'buildx':
      return createBuildxBuilder(engine);
    case 'buildah':
    case 'podman':
      return createBuildahBuilder(name, engine);
  }
}
