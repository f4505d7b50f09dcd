import type { Pipeline } from '../../pipeline/pipeline.js';
import { type Build, isMadeInRegistry } from '../build-command.js';
import { type BuiltImage, builtImages, type Part } from '../built-image.js';
import { block, type Code, either, onlyIf } from '../code.js';
import { type Context, mainShell, shellOn } from '../context.js';
import { expression, groovyLine, groovyText } from '../groovy-text.js';
import { wherePartIs } from '../kept-image.js';
import { groovyReference, shellReference } from '../reference.js';
import { registryTool } from '../registry-tool.js';
import { signedIn, signsInByDocker, withRegistry } from '../sign-in.js';
import type { Stage } from '../stage.js';
import { movability, type RenderedTag, renderTags } from '../tags.js';
import { programStep, withSecrets } from './build-stage.js';
import { ensureRepositoryCode } from './ensure-repository.js';
import { onParts } from './test-stages.js';

/** The stage that publishes all images: nothing before it signs in anywhere. */
export function publishStage(context: Context): Stage {
  const { pipeline } = context;
  const images = builtImages(pipeline);
  const tags = renderTags(pipeline.publication.tags, context).map((tag, index) =>
    tag.computed ? { ...tag, variable: `tag${index + 1}` } : tag,
  );
  const named = tags.map((tag) => ('variable' in tag ? { ...tag, text: [expression(tag.variable)] } : tag));
  return {
    kind: 'stage',
    name: images.length > 1 ? 'Push images' : 'Push image',
    when: [pipeline.publication.when],
    code: [
      // All tags are known before the first one is pushed.
      ...tags.flatMap((tag) => ('variable' in tag ? [declaration(tag)] : [])),
      ...ensureRepositoryCode(pipeline),
      ...images.flatMap((built) => legCode(built, context)),
      ...inRegistry(context, [
        ...images.flatMap((built) => fixedCode(built, named, context)),
        ...lockedCode(
          pipeline,
          images.flatMap((built) => movingCode(built, named, context)),
        ),
      ]),
    ],
  };
}

function declaration({ text, condition, variable }: RenderedTag & { readonly variable: string }): string {
  const code = groovyText(text);
  return `def ${variable} = ${condition === undefined ? code : `${condition} ? ${code} : ''`}`;
}

/** Code that is signed in to the registry of the pipeline, on the pipeline's agent. */
export function inRegistry({ pipeline }: Context, body: Code): Code {
  const { registry } = pipeline.publication;
  if (signsInByDocker(registry, pipeline.builder.kind)) return withRegistry(registry, body);
  return signedIn([registry], { builder: pipeline.builder, shell: mainShell(pipeline) }, body);
}

/** Code that pushes the parts of an image under tags of their own, each from where it was built. */
function legCode(built: BuiltImage, context: Context): Code {
  const { pipeline } = context;
  const { registry } = pipeline.publication;
  return built.parts.every(({ leg }) => leg === undefined)
    ? []
    : onParts(built, context, (part, shell) => {
        const { builder } = pipeline;
        const tool = registryTool({ builder, registry });
        const push = tool.push(shellReference(part.local, shell), shellReference(part.leg ?? [], shell));
        const body: Code = [`${shell.step} ${groovyLine(push)}`];
        return signsInByDocker(registry, pipeline.builder.kind)
          ? withRegistry(registry, body)
          : signedIn([registry], { builder, shell }, body);
      });
}

/** Code that pushes an image under every tag that stays. */
function fixedCode(built: BuiltImage, tags: readonly RenderedTag[], context: Context): Code {
  const fixed = tags.filter(({ kind }) => kind === 'fixed');
  const first = fixed.find(({ condition }) => condition === undefined);
  const isRemote =
    built.parts.length > 1 ||
    built.parts[0]?.leg !== undefined ||
    isMadeInRegistry({ builder: context.pipeline.builder, built });
  const pushes = fixed.flatMap((tag) => {
    const push =
      isRemote && first !== undefined && tag !== first
        ? [`${context.use('copyImage')}(${addressOf(built, first)}, ${addressOf(built, tag)})`]
        : pushCode(built, tag, context);
    return onlyIf(tag.condition, guarded(built, tag, { context, push }));
  });
  return [...pushes, ...cacheCode(built, context)];
}

function guarded(
  built: BuiltImage,
  tag: RenderedTag,
  { context, push }: { readonly context: Context; readonly push: Code },
): Code {
  const movable = movability(context.pipeline.publication.mutability, tag);
  if (movable === true) return push;
  const there = `${context.use('hasImage')}(${addressOf(built, tag)})`;
  const condition = movable === false ? there : `${movable.no} && ${there}`;
  return either(condition, keptCode(built, tag, context), push);
}

/** Code that tells of an image that stays in the registry, and whether it is the one that was built here, where that can be told. */
function keptCode(built: BuiltImage, tag: RenderedTag, context: Context): Code {
  const { pipeline } = context;
  const [part] = built.parts;
  const isHere = built.parts.length === 1 && part?.node === undefined && (part?.platforms.length ?? 0) < 2;
  const isKnown =
    isHere && !isMadeInRegistry({ builder: pipeline.builder, built }) && mainShell(pipeline).step === 'sh';
  if (part !== undefined && isKnown)
    return [`${context.use('tellKept')}(${groovyReference(part.local)}, ${addressOf(built, tag)})`];
  const warning = [
    `WARNING: ${built.address}:`,
    ...tag.text,
    ' is there already and stays, with the same content or with another one.',
  ];
  return [`echo ${groovyText(warning)}`];
}

/** Code that brings an image from where it was built to a tag. */
function pushCode(built: BuiltImage, tag: RenderedTag, context: Context): Code {
  const { pipeline } = context;
  const [part] = built.parts;
  if (part === undefined) return [];
  if (part.leg !== undefined) return indexCode(built, tag, context);
  if (isMadeInRegistry({ builder: pipeline.builder, built })) return buildxPush(built, { part, tag, context });
  const body: Code = pushesByDocker(pipeline)
    ? [`docker.image(${groovyReference(part.local)}).push(${groovyText(tag.text)})`]
    : [
        `${context.use(isList(part, pipeline) ? 'pushPlatforms' : 'pushImage')}(${groovyReference(part.local)}, ${addressOf(built, tag)})`,
      ];
  return onNode(part, context, body);
}

/** Whether podman or buildah has it as a list of images, of which it would push one alone. */
function isList({ platforms }: Part, { builder }: Pipeline): boolean {
  return platforms.length > 1 && (builder.kind === 'podman' || builder.kind === 'buildah');
}

/** What later builds may take steps from is pushed with the image, and no sooner. */
function cacheCode(built: BuiltImage, context: Context): Code {
  const { builder } = context.pipeline;
  if (builder.kind !== 'buildx' || built.image.cache.kind !== 'registry' || isMadeInRegistry({ builder, built }))
    return [];
  return built.parts.flatMap((part) => {
    const shell = shellOn(part.agent, context.pipeline);
    const step = programStep({ builder, built, part, shell, output: 'cache' });
    return onNode(part, context, withSecrets(built, [step]));
  });
}

/** Whether docker-workflow pushes: it is signed in, and what the agent has is the image. */
export function pushesByDocker({ builder, publication }: Pipeline): boolean {
  return signsInByDocker(publication.registry, builder.kind);
}

/** An image that was built on a node of its own is pushed from there. */
function onNode(part: Part, context: Context, body: Code): Code {
  const { pipeline } = context;
  if (part.node === undefined) return body;
  const { registry } = pipeline.publication;
  const shell = shellOn(part.agent, pipeline);
  const signed = signsInByDocker(registry, pipeline.builder.kind)
    ? withRegistry(registry, body)
    : signedIn([registry], { builder: pipeline.builder, shell }, body);
  return wherePartIs(part, context, signed);
}

function indexCode(built: BuiltImage, tag: RenderedTag, { pipeline }: Context): Code {
  const shell = mainShell(pipeline);
  const legs = built.parts.map(({ leg }) => shellReference(leg ?? [], shell));
  const command = registryTool({
    builder: pipeline.builder,
    registry: pipeline.publication.registry,
    severalPlatforms: true,
  }).index(shell.variable('TO'), legs);
  return [
    block(`withEnv([${groovyText([`TO=${built.address}:`, ...tag.text])}])`, [`${shell.step} ${groovyLine(command)}`]),
  ];
}

/** The build again, from the cache of the builder, now with the push. */
function buildxPush(
  built: BuiltImage,
  { part, tag, context }: { readonly part: Part; readonly tag: RenderedTag; readonly context: Context },
): Code {
  const { pipeline } = context;
  const shell = shellOn(part.agent, pipeline);
  const build: Build = { builder: pipeline.builder, built, part, shell, output: 'push', tags: [shell.variable('TO')] };
  const code = [block(`withEnv([${groovyText([`TO=${built.address}:`, ...tag.text])}])`, [programStep(build)])];
  return onNode(part, context, withSecrets(built, code));
}

/** Code that puts the tags that move where they belong, or says why they stay. */
function movingCode(built: BuiltImage, tags: readonly RenderedTag[], context: Context): Code {
  const { pipeline } = context;
  const { source, publication } = pipeline;
  const commit = tags.find(({ namesCommit }) => namesCommit);
  return tags.flatMap((tag) => {
    if (tag.kind === 'fixed') return [];
    const movable = movability(publication.mutability, tag);
    const branch = tag.ofBranch ? 'env.BRANCH_NAME' : groovyLine(source.branch);
    const move = [`${context.use('moveTag')}(${groovyLine(built.repository)}, ${groovyText(tag.text)}, ${branch})`];
    const warning = groovyText(['WARNING: ', ...tag.text, ' is not pushed: the repository would not let it move on.']);
    const stay = [`echo ${warning}`];
    if (movable === false) return onlyIf(tag.condition, stay);
    const moved = movable === true ? move : either(movable.yes, move, stay);
    const named = onlyIf(commit?.condition, moved);
    return onlyIf(tag.condition, named);
  });
}

function lockedCode({ publication }: Pipeline, body: Code): Code {
  return publication.lock === undefined || body.length === 0
    ? body
    : [block(`lock(${groovyLine(publication.lock)})`, body)];
}

/** Code of the reference that a tag makes. */
export function addressOf({ address }: BuiltImage, { text }: Pick<RenderedTag, 'text'>): string {
  return groovyText([`${address}:`, ...text]);
}
