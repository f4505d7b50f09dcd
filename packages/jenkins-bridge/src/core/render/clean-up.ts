import type { Pipeline } from '../pipeline/pipeline.js';
import { builtImages } from './built-image.js';
import type { Code } from './code.js';
import { mainShell } from './context.js';
import { groovyLine } from './groovy-text.js';
import { shellReference } from './reference.js';

/** Code that removes what the build leaves on its agent. It never fails a build. */
export function cleanUpCode(pipeline: Pipeline): Code {
  const { cleanUp, builder } = pipeline;
  const shell = mainShell(pipeline);
  const program = {
    docker: 'docker image rm',
    buildx: 'docker image rm',
    buildah: 'buildah rmi',
    podman: 'podman rmi',
    towline: undefined,
  }[builder.kind];
  const parts = builtImages(pipeline).flatMap((built) => built.parts.filter(({ node }) => node === undefined));
  return [
    ...(cleanUp.images && program !== undefined
      ? parts.map(
          ({ local }) =>
            `${shell.step}(script: ${groovyLine(`${program} ${shellReference(local, shell)}`)}, returnStatus: true)`,
        )
      : []),
    ...(cleanUp.workspace ? ['cleanWs()'] : []),
  ];
}
