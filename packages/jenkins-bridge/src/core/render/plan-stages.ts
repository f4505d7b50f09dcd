import type { WorkingAgent } from '../pipeline/model/agent.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { builtImages } from './built-image.js';
import type { Code } from './code.js';
import { type Context, mainShell, shellOn } from './context.js';
import { keepImage, restoreImage } from './kept-image.js';
import type { ParallelStages, Stage, StageGroup } from './stage.js';
import { afterName, afterStage, approvalStage } from './stages/after-stages.js';
import { buildStages } from './stages/build-stage.js';
import { checkoutAgain, cloneStage } from './stages/clone-stage.js';
import { publishStage } from './stages/publish-stage.js';
import { scanStages } from './stages/scan-stages.js';
import { testStages } from './stages/test-stages.js';
import { runStep } from './statements.js';

/** All stages of a pipeline, in order: nothing is pushed until all that comes before has succeeded, and who waits for a person holds no agent. */
export function planStages(context: Context): readonly StageGroup[] {
  const { pipeline } = context;
  const groups: StageGroup[] = [{ name: 'Build and test', place: 'home', stages: firstStages(context) }];
  const { approval, when } = pipeline.publication;
  if (approval !== undefined) groups.push(approvals(approvalStage(approval, { name: 'Approve push', when: [when] })));
  add(groups, publishStage(context), 'Publish');
  for (const step of pipeline.after) {
    const name = afterName(step);
    if (step.approval !== undefined)
      groups.push(
        approvals(approvalStage(step.approval, { name: `Approve ${lowerFirst(name)}`, when: [when, step.when] })),
      );
    add(groups, afterStage(step, context), 'Deliver');
  }
  return uniquelyNamed(groups.map((group) => (group.place === 'back' ? broughtBack(group, pipeline) : group)));
}

/** The agent that the pipeline's own stages run on. One that names none has its images built on agents of their own. */
export function homeAgent({ agent, images }: Pipeline): WorkingAgent {
  if (agent.kind !== 'none') return agent;
  const [first] = images;
  const leg = first?.platforms.kind === 'apart' ? first.platforms.legs[0]?.agent : undefined;
  return first?.agent ?? leg ?? { kind: 'any', os: 'unix' };
}

/** Whether the agent is given away while a person is waited for. */
export function isSplit({ publication, after }: Pipeline): boolean {
  return publication.approval !== undefined || after.some(({ approval }) => approval !== undefined);
}

function firstStages(context: Context): readonly (Stage | ParallelStages)[] {
  const { pipeline } = context;
  const built = buildStages(context);
  const kept: Code =
    isSplit(pipeline) && homeAgent(pipeline).kind === 'kubernetes' ? homeImages(pipeline).flatMap(keepImage) : [];
  const clone = cloneStage(context);
  return [
    isSplit(pipeline) ? { ...clone, code: [...clone.code, 'env.TOWLINE_NODE = env.NODE_NAME'] } : clone,
    ...pipeline.prepare.map(
      ({ name, run, agent }): Stage => ({
        kind: 'stage',
        name,
        agent,
        steps: true,
        code: [runStep(shellOn(agent, pipeline), run)],
      }),
    ),
    ...built,
    ...testStages(context),
    ...scanStages(context),
    ...(kept.length === 0 ? [] : [{ kind: 'stage', name: 'Keep images', code: kept } as const]),
  ];
}

function approvals(stage: Stage): StageGroup {
  return { name: stage.name, place: 'nowhere', stages: [stage] };
}

/** Adds a stage to the last group, or to a new one behind an approval. */
function add(groups: StageGroup[], stage: Stage, name: string): void {
  const last = groups.pop();
  if (last === undefined || last.place === 'nowhere') {
    groups.push(...(last === undefined ? [] : [last]), { name, place: 'back', stages: [stage] });
  } else {
    groups.push({ ...last, stages: [...last.stages, stage] });
  }
}

/** What a stage finds on an agent that was given away: the source, and the images. */
function broughtBack(group: StageGroup, pipeline: Pipeline): StageGroup {
  const [first, ...rest] = group.stages;
  if (first === undefined || first.kind === 'parallel' || first.agent !== undefined) return group;
  const images = homeAgent(pipeline).kind === 'kubernetes' ? homeImages(pipeline).flatMap(restoreImage) : [];
  const code = [...checkoutAgain(pipeline.source, mainShell(pipeline)), ...images, ...first.code];
  return { ...group, stages: [{ ...first, code }, ...rest] };
}

function homeImages(pipeline: Pipeline) {
  const parts = builtImages(pipeline).flatMap((built) => built.parts.filter(({ node }) => node === undefined));
  return parts.map(({ local }, index) => ({
    builder: pipeline.builder,
    local,
    shell: mainShell(pipeline),
    name: `towline-image-${index}`,
  }));
}

/** Jenkins takes no two stages of one name. */
function uniquelyNamed(groups: readonly StageGroup[]): readonly StageGroup[] {
  const seen = new Map<string, number>();
  const unique = (name: string): string => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : unique(`${name} (${count})`);
  };
  const rename = <Each extends Stage | ParallelStages>(stage: Each): Each => ({ ...stage, name: unique(stage.name) });
  return groups.map((group) => {
    const stages = group.stages.map((stage) =>
      stage.kind === 'stage' ? rename(stage) : { ...rename(stage), stages: stage.stages.map(rename) },
    );
    return { ...group, name: group.place === 'nowhere' ? group.name : unique(group.name), stages };
  });
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
