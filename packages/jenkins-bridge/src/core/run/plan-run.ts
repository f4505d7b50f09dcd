import { parseDuration } from '@towline/shared/text';
import type { AfterStep } from '../pipeline/model/after.js';
import type { Agent } from '../pipeline/model/agent.js';
import type { Approval } from '../pipeline/model/publication.js';
import type { Scan, Test } from '../pipeline/model/tests.js';
import type { When } from '../pipeline/model/when.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { afterName } from '../render/stages/after-stages.js';
import type { RunImage } from './run-image.js';
import type { ParallelRunStages, RunContainer, RunPlan, RunStage, RunTask } from './run-stage.js';

type Unnumbered = Omit<RunStage, 'id'>;
type UnnumberedPlan = readonly (Unnumbered | (Omit<ParallelRunStages, 'stages'> & { stages: readonly Unnumbered[] }))[];

/** The stages of a pipeline in the order and under the names that they have in Jenkins: nothing is pushed until all that comes before has succeeded. */
export function planRun(pipeline: Pipeline, images: readonly RunImage[]): RunPlan {
  const { publication } = pipeline;
  return numbered([
    stage('Clone repository', { kind: 'source' }),
    ...pipeline.prepare.map(({ name, run, agent }) =>
      stage(name, commands(run, { containers: containerOf(agent ?? pipeline.agent) })),
    ),
    ...buildStages(pipeline, images),
    ...testStages(pipeline, images),
    ...pipeline.scans.map((scan) => scanStage(scan, images)),
    ...approvals(publication.approval, 'Approve push', [publication.when]),
    {
      ...stage(images.length > 1 ? 'Push images' : 'Push image', { kind: 'publish', images }),
      when: [publication.when],
    },
    ...pipeline.after.flatMap((step) => afterStages(step, pipeline)),
  ]);
}

function stage(name: string, task: RunTask, timeoutMs?: number): Unnumbered {
  return { kind: 'stage', name, when: [], timeoutMs, task };
}

function commands(run: string, more: Partial<Extract<RunTask, { readonly kind: 'commands' }>> = {}): RunTask {
  return { kind: 'commands', run, environment: {}, containers: [], junit: undefined, ...more };
}

function buildStages({ options }: Pipeline, images: readonly RunImage[]): UnnumberedPlan {
  const several = images.length > 1;
  const build = ({ parts }: RunImage): readonly Unnumbered[] =>
    parts.map((part) => stage(`Build ${part.title}`, { kind: 'build', part }));
  if (several && options.parallelBuilds) {
    return [{ kind: 'parallel', failFast: true, stages: images.flatMap(build) }];
  }
  return images.map((image) => {
    const stages = build(image);
    const [only, ...others] = stages;
    if (only === undefined || others.length > 0) return { kind: 'parallel', failFast: true, stages };
    return { ...only, name: several ? only.name : 'Build image' };
  });
}

/** Where an agent runs commands: label or not, this machine stands for it. */
function containerOf(agent: Agent): readonly RunContainer[] {
  return agent.kind === 'docker' ? [{ kind: 'pulled', image: agent.image, args: agent.args }] : [];
}

function testStages({ tests, options, agent }: Pipeline, images: readonly RunImage[]): UnnumberedPlan {
  const stages = tests.map((test) => testStage(test, agent, images));
  return stages.length < 2 || !options.parallelTests ? stages : [{ kind: 'parallel', failFast: false, stages }];
}

function testStage(test: Test, agent: Agent, images: readonly RunImage[]): Unnumbered {
  const { name, run, environment, junit, timeout } = test;
  const task = commands(run, { environment, junit, containers: containersOf(test, agent, images) });
  return stage(name, task, timeout === undefined ? undefined : parseDuration(timeout));
}

/** Where a test runs: an image of several parts is tested in each of them. */
function containersOf(test: Test, agent: Agent, images: readonly RunImage[]): readonly RunContainer[] {
  switch (test.kind) {
    case 'agent':
      return containerOf(test.agent ?? agent);
    case 'other-image':
      return [{ kind: 'pulled', image: test.image, args: test.args }];
    case 'built-image': {
      const tested = images.find(({ image }) => image.name === test.image) ?? images[0];
      return (tested?.parts ?? []).map((part) => ({ kind: 'built', part, args: test.args }));
    }
  }
}

function scanStage(scan: Scan, images: readonly RunImage[]): Unnumbered {
  const chosen = images.filter(({ image }) => scan.images === undefined || scan.images.includes(image.name));
  const name = scan.kind === 'command' ? scan.name : `Scan with ${scan.kind}`;
  return stage(name, { kind: 'scan', scan, images: chosen });
}

function approvals(approval: Approval | undefined, name: string, when: readonly When[]): readonly Unnumbered[] {
  if (approval === undefined) return [];
  return [{ ...stage(name, { kind: 'approval', approval }, parseDuration(approval.timeout)), when }];
}

function afterStages(step: AfterStep, { publication, agent }: Pipeline): readonly Unnumbered[] {
  const name = afterName(step);
  const when = [publication.when, step.when];
  const task: RunTask =
    step.kind === 'command'
      ? commands(step.run, { environment: step.environment, containers: containerOf(step.agent ?? agent) })
      : { kind: 'after', step };
  const timeoutMs = step.kind === 'wait-for-rollout' ? parseDuration(step.timeout) : undefined;
  return [...approvals(step.approval, `Approve: ${name}`, when), { ...stage(name, task, timeoutMs), when }];
}

/** Numbers the stages, and tells those of one name apart. */
function numbered(plan: UnnumberedPlan): RunPlan {
  const seen = new Map<string, number>();
  let last = 0;
  const number = (each: Unnumbered): RunStage => {
    const count = (seen.get(each.name) ?? 0) + 1;
    seen.set(each.name, count);
    last += 1;
    return { ...each, id: String(last), name: count === 1 ? each.name : `${each.name} (${count})` };
  };
  return plan.map((each) => (each.kind === 'stage' ? number(each) : { ...each, stages: each.stages.map(number) }));
}
