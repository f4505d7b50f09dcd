import { type Platform, parsePlatform, readImageReference } from '@towline/shared/image';
import { closestWord } from '@towline/shared/text';
import { DockerfileError, invalidAt } from '../dockerfile/dockerfile-error.js';
import type { CopyInstruction, Dockerfile, Instruction, Stage } from '../dockerfile/instruction.js';
import { substitute, type Variables } from '../dockerfile/substitute.js';
import { type BuildInputs, globalVariables } from './build-variables.js';
import { ImageBuildError } from './image-build-error.js';

/** Where files or a first layer come from. */
export type StageSource =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly index: number }
  /** `reference` as it is written, variables replaced. */
  | { readonly kind: 'image'; readonly reference: string };

/** A stage that has to be built. */
export interface PlannedStage {
  readonly stage: Stage;
  readonly base: StageSource;
  readonly platform: Platform;
}

/** The stages that a build needs, in the order in which they are built; the last one is the image. */
export interface StagePlan {
  readonly stages: readonly PlannedStage[];
  readonly globals: Variables;
}

/** Finds the stages that the target needs. Throws where there is no such stage, and where one of them executes something. */
export function planStages(dockerfile: Dockerfile, inputs: BuildInputs): StagePlan {
  const globals = globalVariables(dockerfile, inputs);
  const target = findTarget(dockerfile, inputs.target);
  const needed = new Map<number, PlannedStage>();
  const visit = (stage: Stage): void => {
    if (needed.has(stage.index)) return;
    const planned = planStage(stage, { dockerfile, globals, inputs });
    needed.set(stage.index, planned);
    const sources = stage.instructions.filter(isCopyFrom).map(({ from }) => findSource(from, stage.index, dockerfile));
    for (const source of [planned.base, ...sources]) {
      const other = source.kind === 'stage' ? dockerfile.stages[source.index] : undefined;
      if (other !== undefined) visit(other);
    }
  };
  visit(target);
  const stages = [...needed.values()].sort((a, b) => a.stage.index - b.stage.index);
  refuseExecution(stages.flatMap(({ stage }) => stage.instructions));
  return { stages, globals };
}

/** What `--from` names, seen from the stage with this index: a stage before it by name or number, else an image. */
export function findSource(name: string, before: number, { stages }: Dockerfile): StageSource {
  const earlier = stages.slice(0, before);
  const stage = earlier.find(({ from }) => from.name === name.toLowerCase());
  if (stage !== undefined) return { kind: 'stage', index: stage.index };
  if (/^\d+$/.test(name) && Number(name) < before) return { kind: 'stage', index: Number(name) };
  return { kind: 'image', reference: name };
}

function isCopyFrom(instruction: Instruction): instruction is CopyInstruction & { readonly from: string } {
  return instruction.kind === 'copy' && instruction.from !== undefined;
}

function findTarget({ stages }: Dockerfile, target: string | undefined): Stage {
  const last = stages.at(-1);
  const found =
    target === undefined
      ? last
      : (stages.find(({ from }) => from.name === target.toLowerCase()) ??
        (/^\d+$/.test(target) ? stages[Number(target)] : undefined));
  if (found !== undefined) return found;
  const names = stages.flatMap(({ from }) => from.name ?? []);
  const near = closestWord(target ?? '', names);
  throw new ImageBuildError('image-unknown-stage', `There is no stage ${target} in the Dockerfile`, {
    hint: near === undefined ? `There are: ${names.join(', ') || 'none with a name'}.` : `Did you mean ${near}?`,
  });
}

interface StageContext {
  readonly dockerfile: Dockerfile;
  readonly globals: Variables;
  readonly inputs: BuildInputs;
}

function planStage(stage: Stage, { dockerfile, globals, inputs }: StageContext): PlannedStage {
  const { line, image, platform } = stage.from;
  const how = { variables: globals, escapeCharacter: dockerfile.escapeCharacter, line };
  const name = substitute(image, how);
  if (name === '') throw invalidAt(line, `FROM ${image} names nothing`, 'Give the ARG a value, by --build-arg or =.');
  const wanted = platform === undefined ? '' : substitute(platform, how);
  return {
    stage,
    base: findBase(name, stage, dockerfile),
    platform: wanted === '' ? inputs.platform : readPlatform(wanted, line),
  };
}

function findBase(name: string, { index, from: { line } }: Stage, dockerfile: Dockerfile): StageSource {
  if (name === 'scratch') return { kind: 'scratch' };
  const byName = dockerfile.stages.slice(0, index).find(({ from }) => from.name === name.toLowerCase());
  if (byName !== undefined) return { kind: 'stage', index: byName.index };
  const reading = readImageReference(name);
  if (reading.kind === 'reference') return { kind: 'image', reference: name };
  throw invalidAt(line, `${JSON.stringify(name)} is no image: ${reading.problem}`, reading.hint);
}

function readPlatform(text: string, line: number): Platform {
  if (!/^[^/\s]+\/[^/\s]+(?:\/[^/\s]+)?$/.test(text)) {
    throw invalidAt(line, `${JSON.stringify(text)} is no platform`, 'Write it as linux/amd64 or linux/arm/v7.');
  }
  return parsePlatform(text);
}

function refuseExecution(instructions: readonly Instruction[]): void {
  const executing = instructions.filter(({ kind }) => kind === 'run' || kind === 'onbuild');
  const [first] = executing;
  if (first === undefined) return;
  const lines = executing.map(({ line, kind }) => `${kind.toUpperCase()} in line ${line}`).join(', ');
  throw new ImageBuildError('image-needs-engine', `This builder assembles images and executes nothing: ${lines}`, {
    hint: 'Build with --builder docker, buildx, buildah or podman, or do that work before the build and COPY its result.',
    cause: new DockerfileError(
      'dockerfile-invalid',
      executing.map(({ line, source }) => ({ line, message: source.slice(0, 100) })),
    ),
  });
}
