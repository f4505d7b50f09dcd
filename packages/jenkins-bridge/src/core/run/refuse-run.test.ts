import { describe, expect, it } from '@jest/globals';
import type { BuilderName } from '../image/image-builder.js';
import { definePipeline } from '../pipeline/define-pipeline.js';
import type { PipelineInput } from '../pipeline/pipeline.js';
import { chooseRunBuilder } from './choose-run-builder.js';
import { neededCredentials } from './needed-credentials.js';
import { type Machine, refuseRun } from './refuse-run.js';
import { templateFiles } from './template-files.js';

const registry = { kind: 'oci', url: 'https://registry.example.com', auth: { kind: 'none' } } as const;
const pipelineOf = (input: Partial<PipelineInput> = {}) =>
  definePipeline({ images: [{ name: 'web' }], publication: { registry }, ...input });

describe('who builds', () => {
  const all: readonly BuilderName[] = ['towline', 'docker', 'buildx', 'buildah', 'podman'];
  const of = ['linux/amd64', 'linux/arm64'];
  it.each<{
    what: string;
    input: Partial<PipelineInput>;
    installed: readonly BuilderName[];
    executes?: boolean;
    asked?: BuilderName;
    expected: BuilderName | undefined;
  }>([
    { what: 'the builder of the pipeline', input: {}, installed: all, expected: 'docker' },
    {
      what: 'towline where that is missing and nothing is executed',
      input: {},
      installed: ['towline', 'podman'],
      expected: 'towline',
    },
    {
      what: 'an engine where something is',
      input: {},
      installed: ['towline', 'podman'],
      executes: true,
      expected: 'podman',
    },
    { what: 'nobody where nobody can', input: {}, installed: ['towline'], executes: true, expected: undefined },
    { what: 'who is asked', input: {}, installed: all, asked: 'buildah', expected: 'buildah' },
    {
      what: 'nobody else where who is asked is missing',
      input: {},
      installed: ['towline'],
      asked: 'buildah',
      expected: undefined,
    },
    {
      what: 'an engine where a secret is mounted',
      input: { images: [{ name: 'a', secrets: [{ kind: 'text', id: 's', credentialsId: 'c' }] }] },
      installed: ['towline', 'buildah'],
      expected: 'buildah',
    },
    {
      what: 'who can build several platforms',
      input: { builder: { kind: 'buildx' }, images: [{ name: 'a', platforms: { kind: 'together', of } }] },
      installed: ['towline', 'docker'],
      expected: 'towline',
    },
  ])('is $what', ({ input, installed, executes = false, asked, expected }) => {
    expect(chooseRunBuilder(pipelineOf(input), { asked, installed, executes })?.builder).toBe(expected);
  });

  it('is told where it is not the one that was named', () => {
    const choice = { asked: undefined, installed: ['towline'], executes: false } as const;
    expect(chooseRunBuilder(pipelineOf(), choice)?.why).toBe('docker is not there: towline builds');
  });
});

const able: Machine = {
  builder: 'towline',
  asked: undefined,
  runsContainers: true,
  programs: ['trivy', 'hadolint'],
  credentials: [],
  hasAnswers: true,
  clones: false,
  executing: [],
};

describe('what a machine cannot do', () => {
  it.each<{ what: string; input: Partial<PipelineInput>; machine: Partial<Machine>; expected: RegExp | undefined }>([
    { what: 'nothing is refused to one that can', input: {}, machine: {}, expected: undefined },
    {
      what: 'RUN without an engine',
      input: {},
      machine: { builder: undefined, executing: ['web (RUN in line 3)'] },
      expected: /RUN in line 3.*no engine/,
    },
    { what: 'a builder that is missing', input: {}, machine: { builder: undefined }, expected: /docker is not there/ },
    {
      what: 'a test in a container',
      input: { tests: [{ kind: 'built-image', run: 'x' }] },
      machine: { runsContainers: false },
      expected: /^The test Test runs in a container/,
    },
    {
      what: 'an agent that is a container',
      input: { agent: { kind: 'docker', image: 'x' } },
      machine: { runsContainers: false },
      expected: /^The pipeline runs in a container/,
    },
    {
      what: 'Windows',
      input: { builder: { kind: 'docker' }, agent: { kind: 'any', os: 'windows' } },
      machine: {},
      expected: /Windows/,
    },
    {
      what: 'a pod',
      input: { agent: { kind: 'kubernetes', pod: { kind: 'yaml', yaml: 'x' } } },
      machine: {},
      expected: /Kubernetes/,
    },
    {
      what: 'a scanner that is missing',
      input: { scans: [{ kind: 'trivy' }] },
      machine: { programs: [] },
      expected: /^trivy scans/,
    },
    {
      what: 'a secret nobody gives',
      input: { environment: { T: { kind: 'credential', credentialsId: 'deploy' } } },
      machine: {},
      expected: /credential deploy/,
    },
    {
      what: 'a question that nobody answers',
      input: { publication: { registry, approval: { message: 'Ok?' } } },
      machine: { hasAnswers: false },
      expected: /nobody sits here/,
    },
    {
      what: 'a job of Jenkins',
      input: { after: [{ kind: 'job', job: 'deploy' }] },
      machine: {},
      expected: /deploy is a job/,
    },
    {
      what: 'submodules of a clone',
      input: { source: { submodules: true } },
      machine: { clones: true },
      expected: /Submodules/,
    },
  ])('$what', ({ input, machine, expected }) => {
    const refusals = refuseRun(pipelineOf(input), { ...able, ...machine });
    if (expected === undefined) expect(refusals).toEqual([]);
    else expect(refusals).toEqual([{ reason: expect.stringMatching(expected), wayOut: expect.stringMatching(/\S/) }]);
  });
});

describe('what a pipeline asks for', () => {
  it('are its credentials, each once, and not those of registries and of Git', () => {
    const token = { kind: 'credential', credentialsId: 'token' } as const;
    const pipeline = pipelineOf({
      environment: { A: token },
      tests: [
        { kind: 'agent', run: 'x', environment: { B: token, C: { kind: 'credential', credentialsId: 'other' } } },
      ],
      after: [{ kind: 'notify-updater', url: 'https://updater.example.com', tokenCredentialsId: 'updater' }],
      notifications: [{ kind: 'webhook', url: 'https://x.example.com', tokenCredentialsId: 'hook' }],
    });
    expect(neededCredentials(pipeline)).toEqual(['token', 'other', 'updater', 'hook']);
  });

  it('are the files that its tags are made from', () => {
    const tags = ['{sha}', '{file:VERSION}-{sha8}'];
    expect(templateFiles(pipelineOf({ publication: { registry, tags } }))).toEqual(['VERSION']);
  });
});
