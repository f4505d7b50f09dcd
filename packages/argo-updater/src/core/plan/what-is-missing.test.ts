import { describe, expect, it } from '@jest/globals';
import { parsePlatform } from '@towline/shared/image';
import type { ImageFacts } from '@towline/shared/ports';
import { plan } from './make-plan.js';
import type { GatheredImage } from './plan-input.js';
import { digestOf } from './testdata/image-question.js';
import { branchOf, type GivenApplication, inputOf } from './testdata/world.js';
import { whatIsMissing, withInspections } from './what-is-missing.js';

const web: GivenApplication = {
  name: 'web',
  images: 'web=acme/web,api=acme/api',
  tags: [
    ['0.1.0', '0.2.0'],
    ['0.1.0', '0.3.0'],
  ],
};
const arm = { 'web.platforms': 'linux/arm64' };
const pinned = { 'towline.dev/web.pin': 'digest' };
const empty = branchOf({});

/** The tags that are missing. */
function missing(given: Partial<GivenApplication>, on = empty): readonly string[] {
  return whatIsMissing(inputOf([{ ...web, ...given }], on)).map(
    ({ query: { repository, reference } }) =>
      `${repository.path}:${reference.kind === 'tag' ? reference.tag : reference.digest}`,
  );
}

const facts: ImageFacts = {
  digest: digestOf('a'),
  mediaType: '',
  platforms: [parsePlatform('linux/arm64')],
  labels: {},
};

describe('whatIsMissing', () => {
  it.each<readonly [string, Partial<GivenApplication>, readonly string[]]>([
    ['asks for nothing where nothing was declared', {}, []],
    ['asks for the platforms of the image that is chosen, and of no other', { annotations: arm }, ['acme/web:0.2.0']],
    ['asks for the digest that is to be pinned', { annotations: pinned }, ['acme/web:0.2.0']],
    ['asks once for both', { annotations: { ...arm, ...pinned } }, ['acme/web:0.2.0']],
    ['asks for nothing that is not live', { annotations: arm, live: ['acme/api:0.1.0'] }, []],
    ['asks for nothing where nothing matches', { annotations: arm, images: 'web=acme/web:^9' }, []],
  ])('%s', (_fact, given, expected) => {
    expect(missing(given)).toEqual(expected);
  });

  it('asks for nothing that is there already', () => {
    const on = branchOf({ 'web/values.yaml': 'image:\n  name: acme/web\n  tag: 0.2.0\n' });
    expect(missing({ annotations: arm, images: 'web=acme/web', target: 'helmvalues:values.yaml' }, on)).toEqual([]);
  });

  it('leaves alone what cannot be written anyhow', () => {
    const on = branchOf({ 'web/values.yaml': '{{' });
    expect(missing({ annotations: arm, target: 'helmvalues:values.yaml' }, on)).toEqual([]);
  });

  it('is answered by inspections, after which nothing is missing and the plan is made', () => {
    const input = inputOf([{ ...web, images: 'web=acme/web', annotations: { ...arm, ...pinned } }], empty);
    const answers = new Map<GatheredImage, { kind: 'answer'; value: ImageFacts }>();
    for (const { gathered } of whatIsMissing(input)) answers.set(gathered, { kind: 'answer', value: facts });
    const known = withInspections(input, answers);
    expect(whatIsMissing(known)).toEqual([]);
    expect(plan(known).applications[0]?.images[0]).toMatchObject({
      kind: 'change',
      to: { tag: '0.2.0', digest: facts.digest },
    });
  });
});
