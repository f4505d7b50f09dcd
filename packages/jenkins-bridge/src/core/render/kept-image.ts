import type { Builder } from '../pipeline/model/builder.js';
import { onAgent } from './agents.js';
import type { Part } from './built-image.js';
import { block, type Code } from './code.js';
import { type Context, shellOn } from './context.js';
import { groovyLine } from './groovy-text.js';
import { type Reference, shellReference } from './reference.js';
import type { Shell } from './shell.js';

/** An image to carry from one agent to another. */
export interface KeptImage {
  readonly builder: Builder;
  readonly local: Reference;
  readonly shell: Shell;
  /** What the stash is called. */
  readonly name: string;
}

/** Code that gives an image to Jenkins for safekeeping: its agent is gone when the stage ends. */
export function keepImage(kept: KeptImage): Code {
  const { builder, local, shell, name } = kept;
  const image = shellReference(local, shell);
  const save = {
    docker: `docker save --output ${name}.tar ${image}`,
    buildx: `docker save --output ${name}.tar ${image}`,
    podman: `podman save --output ${name}.tar ${image}`,
    buildah: `buildah push ${image} docker-archive:${name}.tar:${image}`,
    towline: undefined,
  }[builder.kind];
  if (save === undefined) return [`stash name: '${name}', includes: '.towline/**', useDefaultExcludes: false`];
  return [`${shell.step} ${groovyLine(save)}`, `stash name: '${name}', includes: '${name}.tar'`];
}

/** Code that has a kept image on the agent again. */
export function restoreImage({ builder, shell, name }: KeptImage): Code {
  const load = {
    docker: `docker load --input ${name}.tar`,
    buildx: `docker load --input ${name}.tar`,
    podman: `podman load --input ${name}.tar`,
    buildah: `buildah pull docker-archive:${name}.tar`,
    towline: undefined,
  }[builder.kind];
  return [`unstash '${name}'`, ...(load === undefined ? [] : [`${shell.step} ${groovyLine(load)}`])];
}

/** Whether what is built on the part's agent is gone when the agent is given back. */
export function isEphemeral({ agent }: Pick<Part, 'agent'>): boolean {
  return agent?.kind === 'kubernetes';
}

/** Code that runs where a part of an image is: on the node that built it, or in a new pod that gets the image. */
export function wherePartIs(part: Part, { pipeline, use }: Context, body: Code): Code {
  const { agent, node } = part;
  if (agent === undefined || node === undefined) return body;
  if (agent.kind === 'kubernetes') {
    const kept = {
      builder: pipeline.builder,
      local: part.local,
      shell: shellOn(agent, pipeline),
      name: stashName(part),
    };
    return onAgent(agent, [...restoreImage(kept), ...body], { use });
  }
  if (agent.kind === 'docker') return onAgent(agent, body, { use, label: `env.${node}` });
  return [block(`node(env.${node})`, body)];
}

/** What the stash of a part is called. */
export function stashName({ node }: Part): string {
  return (node ?? 'TOWLINE_NODE').toLowerCase().replaceAll('_', '-');
}
