import { describe, expect, it } from '@jest/globals';
import { type Digest, type GitSha, parseDigest, parseGitSha } from '@towline/shared/image';
import { type PipelineInput, pipelineSchema } from '../pipeline/pipeline.js';
import { type PublishingPipeline, planPublication } from './plan-publication.js';
import type { BranchHistory, PublicationFacts } from './publication-plan.js';

const ours = commit('a');
const newer = commit('b');
const newest = commit('c');
const facts: PublicationFacts = {
  build: { sha: ours, branch: 'main', buildNumber: 7 },
  repository: { tags: new Map() },
  histories: { main: { kind: 'on-branch', newer: [] } },
};

describe('planPublication', () => {
  it('pushes the tag of the commit, then moves latest to it', () => {
    expect(planPublication(pipeline(), facts)).toEqual({
      kind: 'publish',
      steps: [
        { kind: 'push', tag: ours },
        { kind: 'move', tag: 'latest', to: ours },
      ],
    });
  });

  it('pushes what stays before it moves anything, however they are written', () => {
    const tags = ['latest', '{branch}', '{sha}', '{buildNumber}'];
    expect(steps(pipeline({ tags }))).toEqual([`push ${ours}`, 'push 7', `move latest ${ours}`, `move main ${ours}`]);
  });

  it('moves latest to the newest published commit that descends from ours', () => {
    const state = {
      repository: { tags: tagsOf(newer, newest) },
      histories: history({ kind: 'on-branch', newer: [commit('d'), newest, newer] }),
    };
    expect(steps(pipeline(), state)).toEqual([`push ${ours}`, `move latest ${newest}`]);
  });

  it.each<readonly [string, BranchHistory | undefined, string]>([
    ['off the branch', { kind: 'off-branch' }, 'off-branch'],
    ['in a shallow clone', { kind: 'unknown', why: 'shallow' }, 'shallow'],
    ['where the branch could not be fetched', { kind: 'unknown', why: 'not-fetched' }, 'not-fetched'],
    ['where nobody looked', undefined, 'not-fetched'],
  ])('leaves latest %s', (_where, known, why) => {
    const histories = known === undefined ? {} : { main: known };
    expect(steps(pipeline(), { histories })).toEqual([`push ${ours}`, `leave latest ${why}`]);
  });

  it('leaves latest where the commit is unknown, and pushes the number of the build', () => {
    const build = { branch: 'main', buildNumber: 7 };
    expect(steps(pipeline({ tags: ['{buildNumber}', 'latest'] }), { build })).toEqual([
      'push 7',
      'leave latest no-revision',
    ]);
  });

  it('leaves latest where no tag of the build names its commit', () => {
    const tags = [{ template: '{sha}', when: [{ branch: 'release/*' }] }, '{buildNumber}', 'latest'];
    expect(steps(pipeline({ tags }))).toEqual(['push 7', 'leave {sha} gate', 'leave latest commit-unpublished']);
  });

  it('follows the branch that is built with a tag of its name, and the branch of the source with latest', () => {
    const build = { ...facts.build, branch: 'feature/x' };
    const histories: PublicationFacts['histories'] = {
      main: { kind: 'off-branch' },
      'feature/x': { kind: 'on-branch', newer: [newer] },
    };
    const state = { build, histories, repository: { tags: tagsOf(newer) } };
    expect(steps(pipeline({ tags: ['{sha}', '{branch}', 'latest'] }), state)).toEqual([
      `push ${ours}`,
      `move feature-x ${newer}`,
      'leave latest off-branch',
    ]);
  });

  it('leaves out the tag of a branch in a build that has none', () => {
    const build = { sha: ours, changeRequest: { target: 'main' } };
    expect(steps(pipeline({ tags: ['{sha}', '{branch}'] }), { build })).toEqual([
      `push ${ours}`,
      'leave {branch} nothing-to-fill',
    ]);
  });

  it('skips the publication where its condition does not hold', () => {
    expect(planPublication(pipeline({ when: [{ branch: 'release/*' }] }), facts)).toEqual({ kind: 'skip' });
  });

  it('refuses all of it where one tag has nothing to be made from', () => {
    expect(planPublication(pipeline({ tags: ['{sha}', '{describe}', '{file:V}'] }), facts)).toEqual({
      kind: 'refuse',
      messages: [
        '{describe}: Nothing is known to fill in for {describe}',
        '{file:V}: Nothing is known to fill in for {file:V}',
      ],
    });
  });

  it('names a tag once that two templates come to', () => {
    expect(steps(pipeline({ tags: ['{sha}', 'main', '{branch}'] }))).toEqual([`push ${ours}`, `move main ${ours}`]);
  });

  it('does not read a history from the prototype', () => {
    const tags = ['{sha}', '{branch}'];
    const build = { ...facts.build, branch: 'constructor' };
    expect(steps(pipeline({ tags }), { build })).toEqual([`push ${ours}`, 'leave constructor not-fetched']);
  });
});

describe('planPublication, a commit that was published before', () => {
  it('pushes it again where tags can be moved, and latest with it', () => {
    const repository = {
      tags: new Map([
        [ours, digest('1')],
        ['latest', digest('1')],
      ]),
    };
    expect(steps(pipeline(), { repository, digest: digest('2') })).toEqual([`push ${ours}`, `move latest ${ours}`]);
  });

  it('does nothing where everything is there', () => {
    const repository = {
      tags: new Map([
        [ours, digest('1')],
        ['latest', digest('1')],
      ]),
    };
    expect(steps(pipeline(), { repository, digest: digest('1') })).toEqual([
      `keep ${ours} same-content`,
      'keep latest same-content',
    ]);
  });

  it.each([
    ['other content', digest('2'), 'other-content'],
    ['unknown content', undefined, 'unknown-content'],
  ])('keeps it in an immutable repository with %s, and moves latest to what is there', (_what, built, why) => {
    const repository = {
      tags: new Map([
        [ours, digest('1')],
        ['latest', digest('0')],
      ]),
      mutability: { kind: 'immutable' as const, except: ['lat*'] },
    };
    expect(steps(pipeline(), { repository, ...(built === undefined ? {} : { digest: built }) })).toEqual([
      `keep ${ours} ${why}`,
      `move latest ${ours}`,
    ]);
  });
});

describe('planPublication, mutability', () => {
  it.each([
    ['immutable', [], 'leave latest immutable'],
    ['immutable', ['latest'], `move latest ${ours}`],
    ['immutable', ['l*st'], `move latest ${ours}`],
    ['immutable', ['*'], `move latest ${ours}`],
    ['immutable', ['la*latest'], 'leave latest immutable'],
    ['immutable', ['l*x*t'], 'leave latest immutable'],
    ['mutable', ['*test*'], 'leave latest immutable'],
    ['mutable', ['prod-*'], `move latest ${ours}`],
  ] as const)('of a repository that is %s except %j: %s', (kind, except, expected) => {
    const repository = { tags: new Map(), mutability: { kind, except: [...except] } };
    expect(steps(pipeline(), { repository })).toEqual([`push ${ours}`, expected]);
  });

  it('is as the pipeline declares where the registry does not say', () => {
    expect(steps(pipeline({ mutability: { kind: 'immutable' } }))).toEqual([`push ${ours}`, 'leave latest immutable']);
  });
});

function steps(from: PublishingPipeline, given: Partial<PublicationFacts> = {}): readonly string[] {
  const plan = planPublication(from, { ...facts, ...given });
  if (plan.kind !== 'publish') return [plan.kind];
  return plan.steps.map((step) => Object.values(step).join(' '));
}

function pipeline(publication: Partial<PipelineInput['publication']> = {}): PublishingPipeline {
  return pipelineSchema.parse({
    images: [{ name: 'shop/cart' }],
    publication: { registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1' }, ...publication },
  });
}

function history(main: BranchHistory): PublicationFacts['histories'] {
  return { main };
}

function tagsOf(...commits: readonly GitSha[]): ReadonlyMap<string, Digest> {
  return new Map(commits.map((each) => [each, digest(each.charAt(0))]));
}

function commit(digit: string): GitSha {
  return required(parseGitSha(digit.repeat(40)));
}

function digest(digit: string): Digest {
  return required(parseDigest(`sha256:${digit.repeat(64)}`));
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The test itself is wrong');
  return value;
}
