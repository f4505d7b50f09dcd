import type { EnvironmentValue } from '../pipeline/model/settings.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { agentSection } from './agents.js';
import { cleanUpCode } from './clean-up.js';
import { block, type Code } from './code.js';
import { whenDirective } from './conditions.js';
import { shellOn } from './context.js';
import { groovyLine } from './groovy-text.js';
import { notificationCode, outcomes } from './notifications.js';
import { homeAgent } from './plan-stages.js';
import { jobOptions, parameterCall, seconds, timeLimit, timeoutArguments, triggerCalls } from './settings.js';
import type { ParallelStages, Stage, StageGroup } from './stage.js';
import { checkoutAgain } from './stages/clone-stage.js';

/** The pipeline in the declarative syntax. */
export function declarativePipeline(pipeline: Pipeline, groups: readonly StageGroup[]): Code {
  const [only, ...others] = groups;
  const whole = only !== undefined && others.length === 0 && pipeline.agent.kind !== 'none';
  const stages = whole
    ? only.stages.map((stage) => stageCode(stage, pipeline))
    : groups.flatMap((group, index) => groupCode(group, pipeline, index === groups.length - 1));
  return [
    block('pipeline', [
      whole ? agentSection(pipeline.agent) : 'agent none',
      ...section('options', optionLines(pipeline)),
      ...section('parameters', pipeline.parameters.map(parameterCall)),
      ...section('triggers', triggerCalls(pipeline.source.triggers)),
      ...environmentSection(pipeline.environment),
      block('stages', stages),
      ...postSection(pipeline, whole),
    ]),
  ];
}

function optionLines(pipeline: Pipeline): Code {
  const { timestamps, retries } = pipeline.options;
  return [
    'skipDefaultCheckout()',
    'skipStagesAfterUnstable() // What is unstable is not pushed.',
    `timeout(${timeLimit(pipeline)})`,
    ...jobOptions(pipeline),
    ...(timestamps ? ['timestamps()'] : []),
    ...(retries > 0 ? [`retry(${retries + 1})`] : []),
  ];
}

/** Stages that share an agent; a stage that holds none stands by itself. */
function groupCode(group: StageGroup, pipeline: Pipeline, last: boolean): Code {
  if (group.place === 'nowhere') return group.stages.map((stage) => stageCode(stage, pipeline));
  const home = homeAgent(pipeline);
  const label = group.place === 'back' && home.kind !== 'kubernetes' ? 'env.TOWLINE_NODE' : undefined;
  const cleaning = last ? cleanUpCode(pipeline) : [];
  return [
    block(`stage(${groovyLine(group.name)})`, [
      agentSection(home, label),
      block(
        'stages',
        group.stages.map((stage) => stageCode(stage, pipeline)),
      ),
      ...section('post', section('cleanup', cleaning)),
    ]),
  ];
}

function stageCode(stage: Stage | ParallelStages, pipeline: Pipeline): Code[number] {
  if (stage.kind === 'parallel') {
    const stages = stage.stages.map((each) => stageCode(each, pipeline));
    return block(`stage(${groovyLine(stage.name)})`, [
      ...(stage.failFast ? ['failFast true'] : []),
      block('parallel', stages),
    ]);
  }
  const when = whenDirective(stage.when ?? []);
  const fetched =
    stage.agent === undefined || (stage.agent.kind === 'docker' && stage.agent.reuseNode)
      ? []
      : checkoutAgain(pipeline.source, shellOn(stage.agent, pipeline));
  const code = [...fetched, ...stage.code];
  return block(`stage(${groovyLine(stage.name)})`, [
    ...(stage.agent === undefined ? [] : [agentSection(stage.agent)]),
    ...(stage.timeout === undefined
      ? []
      : section('options', [`timeout(${timeoutArguments(seconds(stage.timeout))})`])),
    ...environmentSection(stage.environment ?? {}),
    ...(when === undefined ? [] : [when]),
    block('steps', stage.steps === true ? code : [block('script', code)]),
    ...section('post', section('always', stage.always ?? [])),
  ]);
}

function environmentSection(environment: Readonly<Record<string, EnvironmentValue>>): Code {
  const lines = Object.entries(environment).map(([name, value]) =>
    value.kind === 'value'
      ? `${name} = ${groovyLine(value.value)}`
      : `${name} = credentials(${groovyLine(value.credentialsId)})`,
  );
  return section('environment', lines);
}

function postSection(pipeline: Pipeline, whole: boolean): Code {
  const told = outcomes.flatMap((outcome) => {
    const code = pipeline.notifications.flatMap((each) => {
      if (!each.on.includes(outcome)) return [];
      // What a webhook is told is put together, which steps alone cannot.
      return each.kind === 'webhook' ? [block('script', notificationCode(each))] : notificationCode(each);
    });
    return section(outcome, code);
  });
  return section('post', [...told, ...(whole ? section('cleanup', cleanUpCode(pipeline)) : [])]);
}

/** A section, where it has anything in it. */
function section(name: string, body: Code): Code {
  return body.length === 0 ? [] : [block(name, body)];
}
