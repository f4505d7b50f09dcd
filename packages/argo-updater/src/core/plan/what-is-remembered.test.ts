import { describe, expect, it } from '@jest/globals';
import type { Candidate, CandidateList } from '@towline/shared/policy';
import { plan } from './make-plan.js';
import type { Answer, PlanInput } from './plan-input.js';
import { branchOf, type GivenApplication, inputOf } from './testdata/world.js';
import { whatIsRemembered, withRechecked } from './what-is-remembered.js';

const web: GivenApplication = {
  name: 'web',
  images: 'web=acme/web',
  tags: [[]],
  annotations: { 'web.update-strategy': 'newest-build' },
};
const old: Candidate = { tag: 'b1', createdAt: 1, remembered: true };
const newest: Candidate = { tag: 'b2', createdAt: 2, remembered: true };

/** Applications that share a listing. */
function input(candidates: CandidateList, given: Partial<GivenApplication> = {}, names = ['web']): PlanInput {
  const made = inputOf(
    names.map((name) => ({ ...web, name, ...given })),
    branchOf({}),
  );
  const listing = { kind: 'answer', value: candidates } as const;
  const applications = made.applications.map((facts) => ({
    ...facts,
    images: facts.images.map((image) => ({ ...image, listing })),
  }));
  return { ...made, applications };
}

describe('whatIsRemembered', () => {
  it.each<readonly [string, readonly Candidate[], Partial<GivenApplication>, readonly string[]]>([
    ['asks for what is chosen from memory, and for nothing else', [old, newest], {}, ['b2']],
    ['does not ask for what the registry has just said', [old, { ...newest, remembered: undefined }], {}, []],
    ['does not ask for what is there already', [old, newest], { live: ['acme/web:b2'] }, []],
    ['does not ask for what is not live', [old, newest], { live: ['acme/api:b1'] }, []],
  ])('%s', (_fact, candidates, given, expected) => {
    const live = { live: ['acme/web:b1'], ...given };
    expect(whatIsRemembered(input(candidates, live)).map(({ tag }) => tag)).toEqual(expected);
  });
});

describe('withRechecked', () => {
  const recheck = (answer: Answer<Candidate | undefined>) => {
    const before = input([old, newest], { live: ['acme/web:b0'] }, ['web', 'api']);
    const answers = new Map(
      whatIsRemembered(before).map(({ listing, tag }) => [listing, new Map([[tag, answer]])] as const),
    );
    return withRechecked(before, answers);
  };

  it.each<readonly [string, Candidate | undefined, readonly string[]]>([
    ['leaves nothing to ask where the tag is where it was', { tag: 'b2', createdAt: 2 }, []],
    ['asks for the next one where the tag names an older image', { tag: 'b2', createdAt: 0 }, ['b1', 'b1']],
    ['asks for the next one where the tag is gone', undefined, ['b1', 'b1']],
  ])('%s', (_fact, value, expected) => {
    expect(whatIsRemembered(recheck({ kind: 'answer', value })).map(({ tag }) => tag)).toEqual(expected);
  });

  it('gives Applications that shared a listing one new listing', () => {
    const listings = recheck({ kind: 'answer', value: undefined }).applications.map(({ images }) => images[0]?.listing);
    expect(listings[0]).toBe(listings[1]);
  });

  it('chooses nothing where the registry does not answer', () => {
    const failure = { code: 'registry-unreachable', message: 'down' };
    const { applications } = plan(recheck({ kind: 'failed', failure }));
    expect(applications[0]?.images).toMatchObject([{ kind: 'failed', failure }]);
  });
});
