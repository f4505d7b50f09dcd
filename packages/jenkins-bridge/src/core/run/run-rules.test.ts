import { describe, expect, it } from '@jest/globals';
import { type GitSha, parseGitSha } from '@towline/shared/image';
import { Secret } from '@towline/shared/secret';
import type { BuildResult } from '../jenkins/jenkins.js';
import type { Outcome } from '../pipeline/model/after.js';
import { branchHistory } from './branch-history.js';
import { buildFacts, buildLabels, buildVariables, expandValues } from './build-variables.js';
import type { SourceFacts } from './checkout.js';
import { tallyReports } from './junit-report.js';
import { createMask } from './mask-secrets.js';
import { outcomeHolds } from './outcome-holds.js';
import { readRollout } from './schema.js';

const shaOf = (letter: string): GitSha => {
  const sha = parseGitSha(letter.repeat(40));
  if (sha === undefined) throw new Error(`${letter} makes no commit`);
  return sha;
};
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(shaOf) as [GitSha, GitSha, GitSha, GitSha, GitSha];

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
