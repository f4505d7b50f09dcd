import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plan } from './make-plan.js';
import { hasChanges, type Plan } from './plan.js';
import type { ManifestBranch } from './plan-input.js';
import { branchOf, carriedOut, factsOf, type GivenApplication, inputOf } from './testdata/world.js';

const values = 'image:\n  name: acme/web # the shop\n  tag: "0.1.0"\n';
const web: GivenApplication = {
  name: 'web',
  images: 'web=acme/web:^0',
  target: 'helmvalues:values.yaml',
  tags: [['0.1.0', '0.2.0', '1.0.0']],
};
const branch = branchOf({ 'web/values.yaml': values });

const planOf = (given: readonly GivenApplication[], on = branch): Plan => plan(inputOf(given, on));

/** Per Application its outcomes and the files that are written. */
function told({ applications }: Plan): object {
  return Object.fromEntries(
    applications.map(({ application, images, write }) => [
      application.name,
      [
        ...images.map((one) => `${one.image.label} ${one.kind}${one.kind === 'change' ? ` ${one.to.tag}` : ''}`),
        ...(write.kind === 'files'
          ? write.files.map(({ path }) => `${write.destination.branch} ${path}`)
          : [write.kind]),
      ],
    ]),
  );
}

describe('plan', () => {
  it('writes what changes, and nothing else in the file', () => {
    const [one] = planOf([web]).applications;
    expect(one?.write).toEqual({
      kind: 'files',
      destination: { repository: 'https://git.example/manifests.git', base: 'main', branch: 'main' },
      files: [{ path: 'web/values.yaml', before: values, after: values.replace('0.1.0', '0.2.0') }],
    });
  });

  it('has nothing to do where Git holds the newest already', () => {
    const result = planOf([web], branchOf({ 'web/values.yaml': values.replace('0.1.0', '0.2.0') }));
    expect(told(result)).toEqual({ web: ['web current', 'nothing'] });
    expect(hasChanges(result)).toBe(false);
  });

  it('plans one Application upon what another leaves behind in the same file', () => {
    const on = branchOf({ 'all/values.yaml': 'web:\n  tag: 0.1.0\napi:\n  tag: 0.1.0\n' });
    const keys = (alias: string) => ({
      [`${alias}.helm.image-tag`]: `${alias}.tag`,
      [`${alias}.helm.image-name`]: `${alias}.name`,
    });
    const result = planOf(
      ['web', 'api'].map((name) => ({
        name,
        images: `${name}=acme/${name}`,
        target: 'helmvalues:/all/values.yaml',
        tags: [['0.2.0']],
        annotations: keys(name),
      })),
      on,
    );
    const files = result.applications.map(({ write }) => (write.kind === 'files' ? write.files[0] : undefined));
    expect(files[1]?.before).toBe(files[0]?.after);
    expect(carriedOut(result, on).files.get('all/values.yaml')).toMatch(
      /web:\n {2}tag: 0\.2\.0(?:.|\n)*api:\n {2}tag: 0\.2\.0/,
    );
  });

  it('keeps what goes to a branch of its own apart from what goes to the base', () => {
    const other = {
      ...web,
      name: 'other',
      target: 'helmvalues:/web/values.yaml',
      annotations: { 'git-branch': 'main:next-{{.AppName}}' },
    };
    const [first, second] = planOf([web, other]).applications;
    expect(
      [first, second].map(
        (one) => one?.write.kind === 'files' && [one.write.destination.branch, one.write.files[0]?.before],
      ),
    ).toEqual([
      ['main', values],
      ['next-other', values],
    ]);
  });

  it('gives a pull request a branch that does not change with what is in it', () => {
    const asked = { ...web, annotations: { 'towline.dev/pull-request': 'github' } };
    const names = [['0.2.0'], ['0.3.0']].map((tags) => {
      const [one] = planOf([{ ...asked, tags: [tags] }]).applications;
      return one?.write.kind === 'files' ? one.write.destination.branch : undefined;
    });
    expect(names[0]).toMatch(/^towline\/[0-9a-f]{8}$/);
    expect(names[1]).toBe(names[0]);
  });

  it('fails the Application whose branch template does not fit, and goes on with the others', () => {
    const bad = {
      ...web,
      name: 'bad',
      target: 'helmvalues:/web/values.yaml',
      annotations: { 'git-branch': 'main:{{.Nope}}' },
    };
    const result = planOf([bad, web]);
    expect(told(result)).toEqual({ bad: ['web failed', 'nothing'], web: ['web change 0.2.0', 'main web/values.yaml'] });
    expect(result.applications[0]?.images[0]).toMatchObject({ failure: { code: 'template-execution' } });
  });

  it('tells of a file that cannot be read, once', () => {
    const twice = { ...web, images: 'web=acme/web,api=acme/api', tags: [['0.2.0'], ['0.2.0']] };
    const [one] = planOf([twice], branchOf({ 'web/values.yaml': 'image: {{ tag' })).applications;
    expect(one?.images.map((image) => image.kind === 'failed' && image.failure.code)).toEqual([
      'manifest-unreadable',
      'manifest-unreadable',
    ]);
    expect(one?.findings.map(({ code }) => code)).toEqual(['manifest-unreadable']);
  });

  it('fails all images of a repository that could not be read, but for those that are not live', () => {
    const facts = factsOf(
      { ...web, images: 'web=acme/web,api=acme/api', tags: [['0.2.0'], ['0.2.0']], live: ['acme/web:0.1.0'] },
      branch,
    );
    const failure = { code: 'git-unreachable', message: 'no route' };
    const input = { ...inputOf([], branch), applications: [{ ...facts, place: { kind: 'failed', failure } as const }] };
    expect(told(plan(input))).toEqual({ web: ['web failed', 'api refused', 'nothing'] });
  });

  it('patches the live Application where that is the method', () => {
    const live = {
      ...web,
      annotations: { 'write-back-method': 'argocd' },
      source: { helm: { parameters: [{ name: 'image.tag', value: '0.1.0' }] } },
    };
    const [one] = planOf([live]).applications;
    expect(one?.write).toMatchObject({ kind: 'patch' });
    expect(JSON.stringify(one?.write)).toContain('0.2.0');
  });
});

describe('two that write to one place', () => {
  const other: GivenApplication = { ...web, name: 'other', target: 'helmvalues:/web/values.yaml' };

  it.each([
    ['an override file', undefined],
    ['a kustomization', 'kustomization'],
  ])('are two places in %s that has neither of them yet', (_what, target) => {
    const given: GivenApplication = {
      ...web,
      target,
      images: 'web=acme/web,api=acme/api',
      tags: [['0.2.0'], ['0.3.0']],
      source: { kustomize: {} },
    };
    const empty = branchOf({ 'web/kustomization.yaml': 'images: []\n' });
    const [one] = planOf([given], empty).applications;
    expect(one?.images.map(({ kind }) => kind)).toEqual(['change', 'change']);
  });

  it('are both refused where they want different values, and told of each other', () => {
    const result = planOf([
      { ...web, tags: [['0.2.0']] },
      { ...other, tags: [['0.3.0']] },
    ]);
    expect(told(result)).toEqual({ web: ['web refused', 'nothing'], other: ['web refused', 'nothing'] });
    expect(result.applications.map(({ images }) => images[0])).toMatchObject([
      { rule: 'conflict', reason: '0.2.0 would go where web of argocd/other wants 0.3.0' },
      { rule: 'conflict', reason: '0.3.0 would go where web of argocd/web wants 0.2.0' },
    ]);
  });

  it('are refused where one is content with what is there: they would take turns', () => {
    const result = planOf([
      { ...web, tags: [['0.1.0']] },
      { ...other, tags: [['0.3.0']] },
    ]);
    expect(told(result)).toEqual({ web: ['web current', 'nothing'], other: ['web refused', 'nothing'] });
  });

  it('write it once where they agree', () => {
    expect(told(planOf([web, other]))).toEqual({
      web: ['web change 0.2.0', 'main web/values.yaml'],
      other: ['web change 0.2.0', 'nothing'],
    });
  });

  it('are refused within one Application', () => {
    const twice = { ...web, images: 'a=acme/web,b=acme/web:^1', tags: [['0.2.0'], ['1.0.0']] };
    expect(told(planOf([twice]))).toEqual({ web: ['a refused', 'b refused', 'nothing'] });
  });
});

describe('a plan that was carried out', () => {
  const version = fc.tuple(fc.nat(2), fc.nat(3), fc.nat(3)).map((parts) => parts.join('.'));
  const target = fc.constantFrom('helmvalues:values.yaml', 'helmvalues:/shared.yaml', 'kustomization', undefined);
  const application = fc.record({
    target,
    image: fc.constantFrom('acme/web', 'acme/api:^1', 'quay.io/acme/job:~1.2'),
    tags: fc.array(version, { maxLength: 5 }),
    current: version,
  });

  it('leaves nothing to plan', () => {
    fc.assert(
      fc.property(fc.array(application, { minLength: 1, maxLength: 4 }), (shapes) => {
        const { given, on } = world(shapes);
        const first = planOf(given, on);
        const after = carriedOut(first, on);
        const second = planOf(given, after);
        expect(hasChanges(second)).toBe(false);
        expect(second.applications.flatMap(({ images }) => images).filter(({ kind }) => kind === 'change')).toEqual([]);
      }),
    );
  });

  function world(
    shapes: readonly { target: string | undefined; image: string; tags: readonly string[]; current: string }[],
  ): {
    given: readonly GivenApplication[];
    on: ManifestBranch;
  } {
    const files: Record<string, string> = { 'shared.yaml': 'image:\n  tag: 1.0.0\n' };
    const given = shapes.map(({ target: place, image, tags, current }, index): GivenApplication => {
      const name = `app-${index}`;
      files[`${name}/values.yaml`] = `image:\n  tag: ${current}\n`;
      files[`${name}/kustomization.yaml`] = `images:\n- name: ${image.replace(/:.*/, '')}\n  newTag: ${current}\n`;
      return { name, images: `one=${image}`, tags: [tags], ...(place === undefined ? {} : { target: place }) };
    });
    return { given, on: branchOf(files) };
  }
});
