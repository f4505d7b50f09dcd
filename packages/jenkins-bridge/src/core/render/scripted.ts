import type { Pipeline } from '../pipeline/pipeline.js';
import { onAgent } from './agents.js';
import { cleanUpCode } from './clean-up.js';
import { block, type Code, onlyIf, tryFinally } from './code.js';
import { allExpression } from './conditions.js';
import { type Context, shellOn } from './context.js';
import { groovyLine } from './groovy-text.js';
import { notificationCode, outcomeConditions, outcomes } from './notifications.js';
import { homeAgent } from './plan-stages.js';
import { jobOptions, parameterCall, seconds, timeLimit, timeoutArguments, triggerCalls } from './settings.js';
import type { ParallelStages, Stage, StageGroup } from './stage.js';
import { checkoutAgain } from './stages/clone-stage.js';
import { withEnvironment } from './statements.js';

const isGood = "currentBuild.currentResult == 'SUCCESS'";

/** The pipeline in the scripted syntax. */
export function scriptedPipeline(context: Context, groups: readonly StageGroup[]): Code {
  const { pipeline } = context;
  const { timestamps, retries } = pipeline.options;
  const body = guardedGroups(groups, context);
  const retried: Code = retries > 0 ? [block(`retry(${retries + 1})`, body)] : body;
  const timed = [block(`timeout(${timeLimit(pipeline)})`, withEnvironment(pipeline.environment, retried))];
  const stamped: Code = timestamps ? [block('timestamps', timed)] : timed;
  const properties = propertyLines(pipeline);
  return [
    ...(properties.length === 0
      ? []
      : [{ kind: 'block', open: 'properties([', body: properties, close: '])' } as const, '']),
    ...told(pipeline, stamped),
  ];
}

function propertyLines(pipeline: Pipeline): Code {
  const parameters = pipeline.parameters.map(parameterCall);
  const triggers = triggerCalls(pipeline.source.triggers);
  return [
    ...jobOptions(pipeline).map((option) => `${option},`),
    ...listOf('parameters', parameters),
    ...listOf('pipelineTriggers', triggers),
  ];
}

function listOf(name: string, calls: readonly string[]): Code {
  if (calls.length === 0) return [];
  return [{ kind: 'block', open: `${name}([`, body: calls.map((call) => `${call},`), close: ']),' }];
}

/** Groups of stages; what follows a stage that may leave the build unstable is only entered where it did not. */
function guardedGroups(groups: readonly StageGroup[], context: Context): Code {
  let guarded = false;
  return groups.flatMap((group, index) => {
    const stages = guardedStages(group.stages, context);
    const code =
      index === groups.length - 1 || groups.slice(index + 1).every(({ place }) => place === 'nowhere')
        ? cleaned(stages, context)
        : stages;
    const placed = placedGroup(group, code, context);
    const whole = onlyIf(guarded ? isGood : undefined, placed);
    guarded ||= group.stages.some(mayBeUnstable);
    return whole;
  });
}

function cleaned(code: Code, { pipeline }: Context): Code {
  const cleaning = cleanUpCode(pipeline);
  return cleaning.length === 0 ? code : tryFinally(code, cleaning);
}

function placedGroup({ place }: StageGroup, code: Code, { pipeline, use }: Context): Code {
  const home = homeAgent(pipeline);
  if (place === 'nowhere') return code;
  return onAgent(home, code, {
    use,
    label: place === 'back' && home.kind !== 'kubernetes' ? 'env.TOWLINE_NODE' : undefined,
  });
}

function guardedStages(stages: StageGroup['stages'], context: Context): Code {
  const at = stages.findIndex(mayBeUnstable);
  const first = at < 0 ? stages : stages.slice(0, at + 1);
  const rest = at < 0 ? [] : stages.slice(at + 1);
  const code = first.flatMap((stage) => stageCode(stage, context));
  return rest.length === 0 ? code : [...code, ...onlyIf(isGood, guardedStages(rest, context))];
}

function mayBeUnstable(stage: Stage | ParallelStages): boolean {
  return stage.kind === 'parallel' ? stage.stages.some(mayBeUnstable) : stage.mayBeUnstable === true;
}

function stageCode(stage: Stage | ParallelStages, context: Context): Code {
  if (stage.kind === 'parallel') return [block(`stage(${groovyLine(stage.name)})`, parallelCode(stage, context))];
  const { pipeline } = context;
  const always = stage.always ?? [];
  const tried = always.length === 0 ? stage.code : tryFinally(stage.code, always);
  const timed: Code =
    stage.timeout === undefined ? tried : [block(`timeout(${timeoutArguments(seconds(stage.timeout))})`, tried)];
  const body = withEnvironment(stage.environment ?? {}, timed);
  const isElsewhere = stage.agent !== undefined && !(stage.agent.kind === 'docker' && stage.agent.reuseNode);
  const fetched = isElsewhere ? [...checkoutAgain(pipeline.source, shellOn(stage.agent, pipeline)), ...body] : body;
  const placed = stage.agent === undefined ? fetched : onAgent(stage.agent, fetched, { use: context.use });
  const code = [block(`stage(${groovyLine(stage.name)})`, placed)];
  return onlyIf(allExpression(stage.when ?? [], context), code);
}

function parallelCode({ stages, failFast }: ParallelStages, context: Context): Code {
  const branches = stages.map((stage) => ({
    ...block(`${groovyLine(stage.name)}:`, stageCode(stage, context)),
    close: '},',
  }));
  return [{ kind: 'block', open: 'parallel(', body: [...branches, `failFast: ${failFast},`], close: ')' }];
}

/** Who fails is told of when it has: the result of a scripted build is set only where its failure leaves it. */
function told({ notifications }: Pipeline, body: Code): Code {
  const calls = outcomes.flatMap((outcome) => {
    const code = notifications.flatMap((each) => (each.on.includes(outcome) ? notificationCode(each) : []));
    return code.length === 0 ? [] : onlyIf(outcomeConditions[outcome], code);
  });
  if (calls.length === 0) return body;
  const set = (name: string, result: string): Code => [`currentBuild.result = '${result}'`, `throw ${name}`];
  return [
    { kind: 'block', open: 'try {', body, close: '' },
    {
      kind: 'block',
      open: '} catch (org.jenkinsci.plugins.workflow.steps.FlowInterruptedException interruption) {',
      body: set('interruption', 'ABORTED'),
      close: '',
    },
    { kind: 'block', open: '} catch (failure) {', body: set('failure', 'FAILURE'), close: '' },
    { kind: 'block', open: '} finally {', body: calls, close: '}' },
  ];
}
