import type { AfterStep } from '../../pipeline/model/after.js';
import type { Approval } from '../../pipeline/model/publication.js';
import type { Registry } from '../../pipeline/model/registry.js';
import type { When } from '../../pipeline/model/when.js';
import { hostOf, repositoryOf } from '../address.js';
import { block, type Code, onlyIf } from '../code.js';
import { type Context, mainShell, shellOn } from '../context.js';
import { groovyArguments, groovyLine, groovyText } from '../groovy-text.js';
import { pipelineTool } from '../pipeline-tool.js';
import type { RegistryTool } from '../registry-tool.js';
import { seconds, timeoutArguments } from '../settings.js';
import { signedIn } from '../sign-in.js';
import type { Stage } from '../stage.js';
import { runStep } from '../statements.js';
import { renderTags } from '../tags.js';
import { addressOf, inRegistry } from './publish-stage.js';
import { publishedImages } from './published-image.js';
import { notifyCode, waitCode } from './updater-code.js';

/** The stage in which a person is asked. It holds no agent. */
export function approvalStage(
  approval: Approval,
  { name, when }: { readonly name: string; readonly when: readonly When[] },
): Stage {
  const submitters = approval.submitters.length === 0 ? undefined : groovyLine(approval.submitters.join(','));
  const question = groovyArguments({ message: groovyLine(approval.message), submitter: submitters });
  return {
    kind: 'stage',
    name,
    when,
    steps: true,
    code: [block(`timeout(${timeoutArguments(seconds(approval.timeout))})`, [`input ${question}`])],
  };
}

/** The stage of one step behind the publication. */
export function afterStage(step: AfterStep, context: Context): Stage {
  return {
    kind: 'stage',
    name: afterName(step),
    when: [context.pipeline.publication.when, step.when],
    ...afterCode(step, context),
  };
}

/** What a step behind the publication is called. */
export function afterName(step: AfterStep): string {
  switch (step.kind) {
    case 'notify-updater':
      return 'Notify argo-updater';
    case 'wait-for-rollout':
      return `Wait for ${step.application}`;
    case 'retag':
      return 'Tag image';
    case 'copy':
      return `Copy to ${hostOf(step.to)}`;
    case 'command':
      return step.name;
    case 'job':
      return `Run ${step.job}`;
  }
}

function afterCode(
  step: AfterStep,
  context: Context,
): Pick<Stage, 'code' | 'agent' | 'environment' | 'steps' | 'mayBeUnstable'> {
  const { pipeline } = context;
  switch (step.kind) {
    case 'notify-updater':
      return { code: notifyCode(step, publishedImages(context), mainShell(pipeline)) };
    case 'wait-for-rollout':
      return { code: waitCode(step, mainShell(pipeline)), mayBeUnstable: true };
    case 'retag':
      return { code: inRegistry(context, retagCode(step, context)) };
    case 'copy':
      return { code: copyCode(step, context) };
    case 'command': {
      const shell = shellOn(step.agent, pipeline);
      return { agent: step.agent, environment: step.environment, steps: true, code: [runStep(shell, step.run)] };
    }
    case 'job': {
      const parameters = Object.entries(step.parameters).map(
        ([name, value]) => `string(${groovyArguments({ name: groovyLine(name), value: groovyLine(value) })})`,
      );
      const settings = groovyArguments({
        job: groovyLine(step.job),
        parameters: parameters.length === 0 ? undefined : `[${parameters.join(', ')}]`,
        wait: step.wait ? undefined : 'false',
      });
      return { steps: true, code: [`build ${settings}`] };
    }
  }
}

function retagCode({ images, tags }: Extract<AfterStep, { readonly kind: 'retag' }>, context: Context): Code {
  const rendered = renderTags(tags, context);
  return publishedImages(context, images).flatMap(({ built, tag }) =>
    rendered.flatMap((each) =>
      onlyIf(each.condition, [`${context.use('copyImage')}(${addressOf(built, tag)}, ${addressOf(built, each)})`]),
    ),
  );
}

/** Signed in on both sides: by commands, since `docker.withRegistry` forgets the one when it signs in to the other. */
function copyCode({ images, tags, to }: Extract<AfterStep, { readonly kind: 'copy' }>, context: Context): Code {
  const { pipeline } = context;
  const rendered = renderTags(tags, context);
  const copies = publishedImages(context, images).flatMap(({ built, tag }) => {
    const address = `${hostOf(to)}/${repositoryOf(to, built.image)}`;
    return rendered.flatMap((each) => {
      const target = groovyText([`${address}:`, ...each.text]);
      return onlyIf(each.condition, copyBetween(addressOf(built, tag), target, { to, context }));
    });
  });
  const by = { builder: pipeline.builder, shell: mainShell(pipeline) };
  return signedIn([pipeline.publication.registry, to], by, copies);
}

/** The usual method, unless the other registry is spoken to in another way. */
function copyBetween(
  from: string,
  target: string,
  { to, context }: { readonly to: Registry; readonly context: Context },
): Code {
  const { pipeline } = context;
  const shell = mainShell(pipeline);
  const command = (tool: RegistryTool): string => tool.copy(shell.variable('FROM'), shell.variable('TO'));
  const own = command(pipelineTool(pipeline, to));
  if (own === command(pipelineTool(pipeline))) return [`${context.use('copyImage')}(${from}, ${target})`];
  return [block(`withEnv(['FROM=' + ${from}, 'TO=' + ${target}])`, [`${shell.step} ${groovyLine(own)}`])];
}
