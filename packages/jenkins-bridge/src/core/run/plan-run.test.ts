import { describe, expect, it } from '@jest/globals';
import { parseGitSha } from '@towline/shared/image';
import { definePipeline } from '../pipeline/define-pipeline.js';
import type { PipelineInput } from '../pipeline/pipeline.js';
import { planRun } from './plan-run.js';
import { runImages } from './run-image.js';
import { stagesOf } from './run-stage.js';

const sha = parseGitSha('a'.repeat(40));
if (sha === undefined) throw new Error('no commit');

const plan = (input: Partial<PipelineInput>) => {
  const registry = { kind: 'oci', url: 'https://registry.example.com', auth: { kind: 'none' } } as const;
  const pipeline = definePipeline({ images: [{ name: 'web' }], publication: { registry }, ...input });
  return planRun(pipeline, runImages(pipeline, { sha, buildNumber: 7 }));
};
const names = (input: Partial<PipelineInput>) => stagesOf(plan(input)).map(({ name }) => name);
const shape = (input: Partial<PipelineInput>) =>
  plan(input).map((each) => (each.kind === 'stage' ? each.name : each.stages.map(({ name }) => name)));

const legs = [
  { platform: 'linux/amd64', agent: { kind: 'any' } },
  { platform: 'linux/arm64', agent: { kind: 'any' } },
] as const;

describe('the plan of a run', () => {
  it.each<{ what: string; input: Partial<PipelineInput>; stages: readonly (string | readonly string[])[] }>([
    { what: 'is clone, build and push', input: {}, stages: ['Clone repository', 'Build image', 'Push image'] },
    {
      what: 'tests and scans between build and push',
      input: {
        prepare: [{ name: 'Compile', run: 'make' }],
        tests: [{ kind: 'agent', run: 'make test' }],
        scans: [{ kind: 'trivy' }],
      },
      stages: ['Clone repository', 'Compile', 'Build image', 'Test', 'Scan with trivy', 'Push image'],
    },
    {
      what: 'builds the legs of an image at the same time',
      input: { images: [{ name: 'web', platforms: { kind: 'apart', legs: [...legs] } }] },
      stages: ['Clone repository', ['Build web linux/amd64', 'Build web linux/arm64'], 'Push image'],
    },
    {
      what: 'builds images one after the other where nothing else is said',
      input: { images: [{ name: 'web' }, { name: 'api' }] },
      stages: ['Clone repository', 'Build web', 'Build api', 'Push images'],
    },
    {
      what: 'builds them at the same time where that is said',
      input: { images: [{ name: 'web' }, { name: 'api' }], options: { parallelBuilds: true } },
      stages: ['Clone repository', ['Build web', 'Build api'], 'Push images'],
    },
    {
      what: 'tests at the same time where that is said',
      input: {
        tests: [
          { kind: 'agent', name: 'Unit', run: 'a' },
          { kind: 'agent', name: 'Lint', run: 'b' },
        ],
        options: { parallelTests: true },
      },
      stages: ['Clone repository', 'Build image', ['Unit', 'Lint'], 'Push image'],
    },
  ])('$what', ({ input, stages }) => {
    expect(shape(input)).toEqual(stages);
  });

  it('asks before what needs a yes', () => {
    const registry = { kind: 'oci', url: 'https://registry.example.com', auth: { kind: 'none' } } as const;
    const approval = { message: 'Really?' };
    const input: Partial<PipelineInput> = {
      publication: { registry, approval },
      after: [{ kind: 'command', name: 'Deploy', run: 'make deploy', approval }],
    };
    expect(names(input)).toEqual([
      'Clone repository',
      'Build image',
      'Approve push',
      'Push image',
      'Approve: Deploy',
      'Deploy',
    ]);
  });

  it('tells stages of one name apart', () => {
    expect(names({ prepare: [{ name: 'Test', run: 'a' }], tests: [{ kind: 'agent', run: 'b' }] })).toEqual([
      'Clone repository',
      'Test',
      'Build image',
      'Test (2)',
      'Push image',
    ]);
  });

  it.each<{ what: string; input: Partial<PipelineInput>; containers: readonly object[] }>([
    { what: 'on this machine for an agent by label', input: { agent: { kind: 'label', label: 'x' } }, containers: [] },
    {
      what: 'in the container of the agent',
      input: { agent: { kind: 'docker', image: 'node:22', args: '--init' } },
      containers: [{ kind: 'pulled', image: 'node:22', args: '--init' }],
    },
  ])('runs commands $what', ({ input, containers }) => {
    const test = stagesOf(plan({ ...input, tests: [{ kind: 'agent', run: 'x' }] })).find(({ name }) => name === 'Test');
    expect(test?.task).toMatchObject({ kind: 'commands', containers });
  });

  it('tests an image in each of its legs, which wait under tags of the build', () => {
    const stages = stagesOf(
      plan({
        images: [{ name: 'web', platforms: { kind: 'apart', legs: [...legs] } }],
        tests: [{ kind: 'built-image', run: 'x' }],
      }),
    );
    const task = stages.find(({ name }) => name === 'Test')?.task;
    const containers = task?.kind === 'commands' ? task.containers : [];
    expect(containers.map((each) => (each.kind === 'built' ? each.part.tag : ''))).toEqual([
      `_towline-leg_${sha}_7_linux-amd64`,
      `_towline-leg_${sha}_7_linux-arm64`,
    ]);
  });
});
