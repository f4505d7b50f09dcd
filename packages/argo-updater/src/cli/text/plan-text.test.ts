import { describe, expect, it } from '@jest/globals';
import { createPaint, plain } from '@towline/shared/cli';
import { explain } from '../../app/explain.js';
import { plan } from '../../core/plan/make-plan.js';
import { branchOf, type GivenApplication, inputOf } from '../../core/plan/testdata/world.js';
import { explanationData, explanationText } from './explanation-text.js';
import { planData } from './plan-data.js';
import { planText } from './plan-text.js';

const kustomization = (tag: string) => `images:\n- name: registry.example/web   # the shop\n  newTag: "${tag}"\n`;
const web: GivenApplication = {
  name: 'web',
  images: 'web=registry.example/web:1.x',
  target: 'kustomization',
  tags: [['1.0.0', '1.2.0', '2.0.0', 'latest']],
};
const branch = branchOf({
  'web/kustomization.yaml': kustomization('1.0.0'),
  'api/kustomization.yaml': kustomization('1.2.0'),
  'old/kustomization.yaml': kustomization('1.9.0'),
});
const made = plan(
  inputOf([web, { ...web, name: 'api' }, { ...web, name: 'old' }, { ...web, name: 'none', tags: [['x']] }], branch),
);

describe('planText', () => {
  it('shows what becomes of each image, a diff of each file, and the sum', () => {
    expect(planText(made, { paint: plain, all: false })).toBe(`argocd/web → https://git.example/manifests.git main
  + web  1.0.0 → 1.2.0  the highest version within 1.x
--- a/web/kustomization.yaml
+++ b/web/kustomization.yaml
@@ -1,3 +1,3 @@
 images:
 - name: registry.example/web   # the shop
-  newTag: "1.0.0"
+  newTag: "1.2.0"

argocd/old → https://git.example/manifests.git
  - web  refused: 1.9.0 is deployed, and 1.2.0, the newest that can be chosen, stands below it (downgrade)

argocd/none → https://git.example/manifests.git
  ✗ web  none has no kustomization (manifest-missing)
      → Write kustomization:<folder>, relative to the path of the source or with a leading slash from the root.

Images: 1 to change, 1 refused, 1 failed, 1 current in 4 applications
`);
  });

  it('shows also what is current where all is wanted', () => {
    expect(planText(made, { paint: plain, all: true })).toContain('  = web  1.2.0  is current\n');
  });

  it('is coloured where colours are wanted', () => {
    expect(planText(made, { paint: createPaint(true), all: false })).toContain(
      '\u001b[31m-  newTag: "1.0.0"\u001b[39m',
    );
  });
});

describe('planData', () => {
  it('is plain data, with a diff of each file and without what only explains', () => {
    const data = JSON.parse(JSON.stringify(planData(made)));
    expect(data.applications[0]).toMatchObject({
      application: 'argocd/web',
      target: { kind: 'git', repository: 'https://git.example/manifests.git', push: 'base' },
      images: [{ kind: 'change', alias: 'web', candidates: 4, from: { tag: '1.0.0' }, to: { tag: '1.2.0' } }],
      write: {
        kind: 'files',
        destination: { base: 'main', branch: 'main' },
        files: [{ path: 'web/kustomization.yaml', diff: expect.stringContaining('+  newTag: "1.2.0"') }],
      },
      findings: [],
    });
    expect(data.applications[2].images[0]).toMatchObject({ kind: 'refused', rule: 'downgrade' });
  });
});

describe('explanationText', () => {
  const answer = explain(made, { application: 'web' });
  const [explanation] = answer.kind === 'found' ? answer.explanations : [];
  if (explanation === undefined) throw new TypeError('web was not found');

  it('shows every tag with the first rule that refused it', () => {
    expect(explanationText(explanation, plain)).toBe(`argocd/web
+ web  1.0.0 → 1.2.0  the highest version within 1.x — registry.example/web:1.x, 4 tags
  ✓ 1.2.0   chosen
    latest  moving: moves from image to image, and the listing does not tell which one it names now
    2.0.0   outside-constraint: is outside 1.x
    1.0.0   not-newest: is older than 1.2.0
`);
  });

  it('has one chosen tag for programs, and a rule for each other', () => {
    const [image] = explanationData(explanation).images;
    expect(image?.tags.map(({ tag, verdict }) => [tag, verdict])).toEqual([
      ['1.2.0', 'chosen'],
      ['latest', 'moving'],
      ['2.0.0', 'outside-constraint'],
      ['1.0.0', 'not-newest'],
    ]);
  });

  it.each([
    ['an Application that is not there', { application: 'nobody' }, { kind: 'no-application' }],
    ['an image that is not there', { application: 'argocd/web', image: 'wep' }, { kind: 'no-image', known: ['web'] }],
    ['an image by its name', { application: 'web', image: 'registry.example/web' }, { kind: 'found' }],
  ])('finds %s', (_what, question, expected) => {
    expect(explain(made, question)).toMatchObject(expected);
  });
});
