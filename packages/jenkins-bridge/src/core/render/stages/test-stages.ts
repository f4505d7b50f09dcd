import type { Test } from '../../pipeline/model/tests.js';
import { type BuiltImage, builtImages, type Part } from '../built-image.js';
import { block, type Code } from '../code.js';
import { type Context, shellOn } from '../context.js';
import { groovyLine, groovyString } from '../groovy-text.js';
import { wherePartIs } from '../kept-image.js';
import { groovyReference, shellReference } from '../reference.js';
import type { Shell } from '../shell.js';
import type { ParallelStages, Stage } from '../stage.js';
import { runStep } from '../statements.js';

/** The stages of all tests. */
export function testStages(context: Context): readonly (Stage | ParallelStages)[] {
  const { tests, options } = context.pipeline;
  const stages = tests.map((test) => testStage(test, context));
  if (stages.length < 2 || !options.parallelTests) return stages;
  return [{ kind: 'parallel', name: 'Tests', failFast: false, stages }];
}

function testStage(test: Test, context: Context): Stage {
  const common = {
    kind: 'stage',
    name: test.name,
    environment: test.environment,
    timeout: test.timeout,
    ...(test.junit === undefined ? {} : { mayBeUnstable: true, always: [`junit ${groovyLine(test.junit)}`] }),
  } as const;
  switch (test.kind) {
    case 'agent':
      return {
        ...common,
        agent: test.agent,
        steps: true,
        code: [runStep(shellOn(test.agent, context.pipeline), test.run)],
      };
    case 'other-image': {
      const shell = shellOn(test.agent, context.pipeline);
      const image = { groovy: groovyLine(test.image), word: shell.word(test.image) };
      return { ...common, agent: test.agent, code: inContainer(image, { test, shell, context }) };
    }
    case 'built-image':
      return { ...common, code: builtImageCode(test, context) };
  }
}

/** Each part of an image is tested where it was built. */
function builtImageCode(test: Extract<Test, { readonly kind: 'built-image' }>, context: Context): Code {
  const images = builtImages(context.pipeline);
  const built = images.find(({ image }) => image.name === test.image) ?? images[0];
  return onParts(built, context, ({ local }, shell) => {
    const image = { groovy: groovyReference(local), word: shellReference(local, shell) };
    return inContainer(image, { test, shell, context });
  });
}

/** Code that does something with each part of an image, on the node that has it: at the same time where there are several. */
export function onParts(
  built: BuiltImage | undefined,
  context: Context,
  code: (part: Part, shell: Shell) => Code,
): Code {
  const parts = built?.parts ?? [];
  const onNode = (part: Part): Code => {
    const shell = shellOn(part.agent, context.pipeline);
    return wherePartIs(part, context, code(part, shell));
  };
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return onNode(only);
  const branches = parts.map((part, index) => ({
    ...block(`${groovyLine(part.title)}:`, onNode(part)),
    close: index < parts.length - 1 ? '},' : '}',
  }));
  return [{ kind: 'block', open: 'parallel(', body: [...branches], close: ')' }];
}

interface Container {
  readonly test: Exclude<Test, { readonly kind: 'agent' }>;
  readonly shell: Shell;
  readonly context: Context;
}

/** Code that runs a test in a container: by docker where it builds, else by podman or buildah. */
function inContainer(
  image: { readonly groovy: string; readonly word: string },
  { test, shell, context }: Container,
): Code {
  const { builder, environment } = context.pipeline;
  if (builder.kind === 'docker' || builder.kind === 'buildx') {
    const args = test.args === undefined ? '' : `(${groovyLine(test.args)})`;
    return [block(`docker.image(${image.groovy}).inside${args}`, [runStep(shell, test.run)])];
  }
  const names = [...Object.keys(environment), ...Object.keys(test.environment)];
  const variables = [...new Set(names)].map((name) => ` --env ${name}`).join('');
  const reference = test.kind === 'built-image' && builder.kind === 'towline' ? `oci:${image.word}` : image.word;
  const args = test.args === undefined ? '' : ` ${test.args}`;
  const run = `podman run --rm --volume "$PWD:$PWD" --workdir "$PWD"${variables}${args} --entrypoint sh ${reference} -ec ${shell.word(test.run.trimEnd())}`;
  return [`${shell.step} ${groovyString(run)}`];
}
