import {
  type Build,
  buildArguments,
  buildProgram,
  buildxInstance,
  isMadeInRegistry,
  secretVariable,
  withInstances,
} from '../build-command.js';
import { type BuiltImage, builtImages, type Part } from '../built-image.js';
import { block, type Code } from '../code.js';
import { type Context, shellOn } from '../context.js';
import { groovyArguments, groovyLine } from '../groovy-text.js';
import { isEphemeral, keepImage, stashName } from '../kept-image.js';
import { groovyReference } from '../reference.js';
import type { ParallelStages, Stage } from '../stage.js';
import { commandStep, wordsBetween } from '../statements.js';

/** The stages that build all images. */
export function buildStages(context: Context): readonly (Stage | ParallelStages)[] {
  const { pipeline } = context;
  const images = builtImages(pipeline);
  const several = images.length > 1;
  if (several && pipeline.options.parallelBuilds) {
    const stages = images.flatMap((built) => built.parts.map((part) => buildStage(built, part, context)));
    return [{ kind: 'parallel', name: 'Build images', failFast: true, stages }];
  }
  return images.map((built) => {
    const [only, ...others] = built.parts;
    const name = several ? `Build ${built.image.name}` : 'Build image';
    if (only !== undefined && others.length === 0) return { ...buildStage(built, only, context), name };
    const stages = built.parts.map((part) => buildStage(built, part, context));
    return { kind: 'parallel', name, failFast: true, stages };
  });
}

function buildStage(built: BuiltImage, part: Part, context: Context): Stage {
  const { pipeline } = context;
  const made = buildCode(built, part, context);
  const kept = {
    builder: pipeline.builder,
    local: part.local,
    shell: shellOn(part.agent, pipeline),
    name: stashName(part),
  };
  const code = isEphemeral(part) ? [...made, ...keepImage(kept)] : made;
  return {
    kind: 'stage',
    name: `Build ${part.title}`,
    agent: part.agent,
    code: part.node === undefined ? code : [`env.${part.node} = env.NODE_NAME`, ...code],
  };
}

function buildCode(built: BuiltImage, part: Part, { pipeline }: Context): Code {
  const shell = shellOn(part.agent, pipeline);
  const { builder } = pipeline;
  const build: Build = { builder, built, part, shell, last: lastPushed(built, pipeline.publication.tags) };
  const made: Code =
    builder.kind === 'docker'
      ? [
          wordsBetween(shell, {
            before: `docker.build(${groovyReference(part.local)}, '''`,
            words: buildArguments(build),
            after: "''')",
          }),
        ]
      : isMadeInRegistry(build)
        ? // Of several platforms the daemon can hold one: the others stay in the cache of the builder until they are pushed.
          [
            programStep({ ...build, output: 'keep' }),
            programStep({ ...build, part: { ...part, platforms: [] }, output: 'load' }),
          ]
        : [programStep({ ...build, output: 'load' })];
  return withSecrets(built, [...instanceCode(build), ...made]);
}

/** The call of a builder that is a program. */
export function programStep(build: Build): Code[number] {
  return commandStep(build.shell, [buildProgram(build), ...buildArguments(build)]);
}

/** Code that makes the instance of BuildKit where it is not there. */
function instanceCode(build: Build): Code {
  const { builder, shell } = build;
  const name = buildxInstance(build);
  if (name === undefined || (builder.kind === 'buildx' && builder.instance !== undefined)) return [];
  const buildx = `${withInstances(shell)}docker buildx`;
  const command = `${buildx} inspect ${name} || ${buildx} create --name ${name} --driver docker-container`;
  return [`${shell.step} ${groovyLine(command)}`];
}

/** Code in which the secrets of a build are bound. */
export function withSecrets({ image }: BuiltImage, body: Code): Code {
  if (image.secrets.length === 0) return body;
  const bindings = image.secrets.map(({ kind, credentialsId }, index) => {
    const binding = { credentialsId: groovyLine(credentialsId), variable: groovyLine(secretVariable(index)) };
    return `${kind === 'text' ? 'string' : 'file'}(${groovyArguments(binding)})`;
  });
  return [block(`withCredentials([${bindings.join(', ')}])`, body)];
}

/** The image that was pushed last, under a tag that moves. */
function lastPushed({ address }: BuiltImage, tags: readonly { readonly template: string }[]): string | undefined {
  const moving = tags.find(({ template }) => !template.includes('{'));
  return moving === undefined ? undefined : `${address}:${moving.template}`;
}
