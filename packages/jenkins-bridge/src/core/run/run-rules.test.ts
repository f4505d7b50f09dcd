import { describe, expect, it } from '@jest/globals';
import { type GitSha, parseGitSha } from '@towline/shared/image';
import { Secret } from '@towline/shared/secret';
import type { BuilderName } from '../image/image-builder.js';
import type { BuildResult } from '../jenkins/jenkins.js';
import { definePipeline } from '../pipeline/define-pipeline.js';
import type { Outcome } from '../pipeline/model/after.js';
import type { PipelineInput } from '../pipeline/pipeline.js';
import { branchHistory } from './branch-history.js';
import { buildFacts, buildLabels, buildVariables, expandValues } from './build-variables.js';
import type { SourceFacts } from './checkout.js';
import { chooseRunBuilder } from './choose-run-builder.js';
import { tallyReports } from './junit-report.js';
import { createMask } from './mask-secrets.js';
import { neededCredentials } from './needed-credentials.js';
import { outcomeHolds } from './outcome-holds.js';
import { type Machine, refuseRun } from './refuse-run.js';
import { readRollout } from './schema.js';
import { templateFiles } from './template-files.js';

const shaOf = (letter: string): GitSha => {
  const sha = parseGitSha(letter.repeat(40));
  if (sha === undefined) throw new Error(`${letter} makes no commit`);
  return sha;
};
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(shaOf) as [GitSha, GitSha, GitSha, GitSha, GitSha];
const registry = { kind: 'oci', url: 'https://registry.example.com', auth: { kind: 'none' } } as const;
const pipelineOf = (input: Partial<PipelineInput> = {}) =>
  definePipeline({ images: [{ name: 'web' }], publication: { registry }, ...input });

describe('how a commit stands to a branch', () => {
  // d is a merge of c and of e, which left from a; b is between a and c.
  const commits = [
    { sha: d, parents: [c, e] },
    { sha: e, parents: [a] },
    { sha: c, parents: [b] },
    { sha: b, parents: [a] },
    { sha: a, parents: [] },
  ];
  it.each([
    { what: 'the newest has nothing newer', sha: d, expected: { kind: 'on-branch', newer: [] } },
    {
      what: 'what descends from it is newer, and what stands beside it is not',
      sha: b,
      expected: { kind: 'on-branch', newer: [d, c] },
    },
    { what: 'a merge descends from both sides', sha: e, expected: { kind: 'on-branch', newer: [d] } },
    { what: 'all descend from the first one', sha: a, expected: { kind: 'on-branch', newer: [d, e, c, b] } },
    { what: 'what is not there is off the branch', sha: shaOf('f'), expected: { kind: 'off-branch' } },
  ])('$what', ({ sha, expected }) => {
    expect(branchHistory(sha, { name: 'main', commits })).toEqual(expected);
  });

  it('is unknown where there is no such branch', () => {
    expect(branchHistory(a, undefined)).toEqual({ kind: 'unknown', why: 'not-fetched' });
  });
});

describe('reports of JUnit', () => {
  const report = (text: string) => [{ path: 'a.xml', text }];
  it('are counted test by test, in suites of suites', () => {
    const text = `<?xml version="1.0"?><testsuites tests="99"><testsuite><testsuite>
      <testcase classname="shop.Cart" name="adds"/><testcase classname="shop.Cart" name="takes"><failure message="no"/></testcase>
      <testcase name="pays"><error/></testcase></testsuite><testcase name="later"><skipped/></testcase></testsuite></testsuites>`;
    expect(tallyReports(report(text))).toEqual({ tests: 4, skipped: 1, failed: ['shop.Cart.takes', 'pays'] });
  });

  it.each([
    { what: 'no XML', text: 'not ok 1' },
    { what: 'half a report', text: '<testsuite><testcase name="a">' },
    { what: 'another XML', text: '<html/>' },
  ])('are refused where they are $what', ({ text }) => {
    expect(() => tallyReports(report(text))).toThrow(expect.objectContaining({ code: 'run-report-invalid' }));
  });
});

describe('secrets in lines', () => {
  it.each([
    {
      what: 'are hidden wherever they stand',
      secrets: ['hunter22'],
      line: 'a hunter22 b hunter22',
      shown: 'a **** b ****',
    },
    { what: 'are hidden line by line', secrets: ['-----BEGIN\nabcdef'], line: 'x abcdef', shown: 'x ****' },
    { what: 'that hold others are hidden whole', secrets: ['pass', 'password'], line: 'password', shown: '****' },
    { what: 'of a few letters are left: they would hide everything', secrets: ['a'], line: 'a b', shown: 'a b' },
  ])('$what', ({ secrets, line, shown }) => {
    expect(createMask(secrets.map((text) => new Secret(text)))(line)).toBe(shown);
  });
});

describe('values of the environment', () => {
  it.each([
    { value: 'a $B c', expected: 'a 1 c' },
    { value: 'a ${B}c', expected: 'a 1c' },
    { value: '$EARLIER', expected: 'e' },
    { value: '$UNKNOWN', expected: '$UNKNOWN' },
    { value: '$$B', expected: '$B' },
    { value: '$constructor', expected: '$constructor' },
  ])('$value is $expected', ({ value, expected }) => {
    expect(expandValues({ EARLIER: 'e', X: value }, { B: '1' }).X).toBe(expected);
  });
});

const source: SourceFacts = {
  sha: a,
  branch: 'main',
  gitTag: undefined,
  url: 'https://git.example.com/shop.git',
  describe: 'v1.2-3-gaaaaaaa',
  committedAt: 1_760_000_000,
  changedFiles: ['a'],
  uncommitted: [],
};
const run = { job: 'web', number: 7, startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678), url: undefined };

describe('what a build is called', () => {
  it('has the labels of every image, and none that has no value', () => {
    expect(buildLabels(source, run)).toEqual({
      'org.opencontainers.image.revision': a,
      'org.opencontainers.image.source': 'https://git.example.com/shop.git',
      'org.opencontainers.image.version': 'v1.2-3-gaaaaaaa',
      'org.opencontainers.image.created': '2026-01-02T03:04:05Z',
    });
    expect(Object.keys(buildLabels({ ...source, url: undefined }, run))).not.toContain(
      'org.opencontainers.image.source',
    );
  });

  it('is found by commands under the names of Jenkins', () => {
    expect(buildVariables(source, run)).toMatchObject({
      JOB_NAME: 'web',
      BUILD_NUMBER: '7',
      BRANCH_NAME: 'main',
      GIT_COMMIT: a,
      TOWLINE_REVISION: a,
      TOWLINE_CREATED: '2026-01-02T03:04:05Z',
    });
  });

  it('has no branch where a Git tag is built', () => {
    expect(buildFacts({ ...source, gitTag: 'v1' }, run, {})).toMatchObject({ gitTag: 'v1', branch: undefined });
  });
});

describe('who builds', () => {
  const all: readonly BuilderName[] = ['towline', 'docker', 'buildx', 'buildah', 'podman'];
  const several = { kind: 'together', of: ['linux/amd64', 'linux/arm64'] } as const;
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
      input: { builder: { kind: 'buildx' }, images: [{ name: 'a', platforms: several }] },
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

describe('outcomes that people are told of', () => {
  it.each<[Outcome, BuildResult, BuildResult | undefined, boolean]>([
    ['always', 'FAILURE', undefined, true],
    ['success', 'SUCCESS', undefined, true],
    ['failure', 'UNSTABLE', undefined, false],
    ['unstable', 'UNSTABLE', undefined, true],
    ['aborted', 'ABORTED', undefined, true],
    ['fixed', 'SUCCESS', 'FAILURE', true],
    ['fixed', 'SUCCESS', 'ABORTED', false],
    ['fixed', 'SUCCESS', undefined, false],
    ['changed', 'FAILURE', 'FAILURE', false],
    ['changed', 'FAILURE', 'SUCCESS', true],
  ])('%s of %s after %s: %s', (outcome, result, previous, expected) => {
    expect(outcomeHolds(outcome, result, previous)).toBe(expected);
  });
});

describe('what argo-updater answers of a rollout', () => {
  const delivery = (state: string, application = 'argocd/web') => ({
    application,
    state,
    reason: 'why',
    commit: 'abc',
  });
  it.each([
    { what: 'healthy', answer: { deliveries: [delivery('healthy')] }, expected: { kind: 'healthy' } },
    { what: 'not yet', answer: { deliveries: [] }, expected: { kind: 'waiting', what: 'not seen yet' } },
    {
      what: 'of another Application',
      answer: { deliveries: [delivery('healthy', 'other')] },
      expected: { kind: 'waiting', what: 'not seen yet' },
    },
    { what: 'under way', answer: { deliveries: [delivery('pushed')] }, expected: { kind: 'waiting', what: 'pushed' } },
    { what: 'held', answer: { deliveries: [delivery('held')] }, expected: { kind: 'held', reason: 'why' } },
    {
      what: 'failed, whatever else there is',
      answer: { deliveries: [delivery('healthy'), delivery('failed')] },
      expected: { kind: 'failed', reason: 'why (commit abc)' },
    },
    { what: 'no such answer', answer: '<html>', expected: undefined },
  ])('$what', ({ answer, expected }) => {
    expect(readRollout(answer, 'argocd/web')).toEqual(expected);
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
