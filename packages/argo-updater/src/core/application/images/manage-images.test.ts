import { describe, expect, it } from '@jest/globals';
import type { ApplicationSettings, ImageSettings } from '../settings.js';
import { manageImages } from './manage-images.js';

const place = { images: 'list', image: (index: number) => `image ${index}`, writeBack: () => '' };

function manage(
  image: Partial<ImageSettings>,
  {
    compat = false,
    annotations = {},
    ...settings
  }: Partial<ApplicationSettings> & { compat?: boolean; annotations?: Record<string, string> } = {},
) {
  const images = [{ alias: 'web', imageName: 'acme/web', ...image }];
  const all: ApplicationSettings = {
    images,
    common: {},
    writeBack: {},
    verification: undefined,
    own: {},
    place,
    ...settings,
  };
  return manageImages({ settings: all, annotations, compat });
}

function managed(...parameters: Parameters<typeof manage>) {
  const { images, findings } = manage(...parameters);
  expect(findings).toEqual([]);
  const [image] = images;
  if (!image) throw new Error('no image');
  return image;
}

describe('the name of an image', () => {
  it.each([
    ['nginx', 'nginx', 'docker.io/library/nginx', ''],
    ['docker.io/nginx:^1.2', 'docker.io/nginx', 'docker.io/library/nginx', '^1.2'],
    ['localhost:5000/web:~1', 'localhost:5000/web', 'localhost:5000/web', '~1'],
    ['acme/web:>=1.0, <2.0', 'acme/web', 'docker.io/acme/web', '>=1.0, <2.0'],
    ['acme/web:a=b', 'acme/web', 'docker.io/acme/web', 'a=b'],
  ])('%s is taken apart', (imageName, name, repository, constraint) => {
    const image = managed({ imageName });
    expect([image.name, `${image.repository.host}/${image.repository.path}`, image.constraint]).toEqual([
      name,
      repository,
      constraint,
    ]);
  });

  it('keeps the mistakes of argocd-image-updater under compat', () => {
    expect(managed({ imageName: 'localhost:5000/web:~1' }, { compat: true })).toMatchObject({
      name: 'localhost',
      constraint: '5000/web:~1',
    });
  });

  it.each([
    ['Acme/web', 'image-name-invalid'],
    ['acme/web@sha256:abc', 'image-name-invalid'],
  ])('%s is refused', (imageName, code) => {
    expect(manage({ imageName })).toMatchObject({ images: [], findings: [{ code, at: 'image 0', severity: 'error' }] });
  });
});

describe('the policy of an image', () => {
  it.each([
    ['nothing', {}, {}, { order: { kind: 'semver' } }],
    ['an old name', { updateStrategy: 'latest' }, {}, { order: { kind: 'newest-build' } }],
    ['an unknown strategy', { updateStrategy: 'calver' }, {}, { order: { kind: 'semver' } }],
    [
      'a direction',
      { updateStrategy: 'Numerical' },
      { order: 'desc' },
      { order: { kind: 'numerical', direction: 'desc' } },
    ],
    [
      'a direction of names',
      { updateStrategy: 'name' },
      { order: 'desc' },
      { order: { kind: 'alphabetical', direction: 'desc' } },
    ],
    [
      'a source branch',
      { updateStrategy: 'commit' },
      { commitBranch: 'main' },
      { order: { kind: 'commit', branch: 'main' } },
    ],
    [
      'extraction',
      { allowTags: 'regexp:^b-(?P<n>\\d+)$' },
      { extract: '$n' },
      { allowTags: undefined, filterTags: { pattern: '^b-(?P<n>\\d+)$', extract: '$n' } },
    ],
  ] as const)('follows from %s', (_what, common, own, expected) => {
    expect(managed({}, { common, own }).policy).toMatchObject(expected);
  });

  it('knows no strategy of ours under compat', () => {
    expect(
      managed({}, { common: { updateStrategy: 'commit' }, own: { extract: '$n' }, compat: true }).policy,
    ).toMatchObject({
      order: { kind: 'semver' },
      compat: 'argocd-image-updater',
    });
  });
});

describe('the settings of an image', () => {
  it('win over those of the Application, one by one', () => {
    const annotations = { 'towline.dev/web.pin': 'none', 'towline.dev/web.hold': '1.2' };
    const own = { pin: 'digest', allowDowngrade: true, platforms: ['linux/amd64'] } as const;
    const image = managed(
      { commonUpdateSettings: { forceUpdate: true, platforms: ['linux/arm64'] } },
      { common: { pullSecret: 'env:X' }, own, annotations },
    );
    expect(image).toMatchObject({
      pin: 'none',
      allowDowngrade: true,
      hold: ['1.2'],
      force: true,
      pullSecret: 'env:X',
      platforms: [{ architecture: 'arm64' }],
    });
  });

  it.each([
    ['1.2, 1.3', ['1.2', '1.3']],
    ['true', 'all'],
    ['false', []],
  ])('hold %s', (text, expected) => {
    const annotations = { 'towline.dev/web.hold': text };
    expect(managed({}, { annotations, own: { hold: ['true'] } }).hold).toEqual(expected);
  });

  it('allow a downgrade under compat', () => {
    expect(managed({}, { compat: true }).allowDowngrade).toBe(true);
    expect(managed({}).allowDowngrade).toBe(false);
  });

  it.each([
    [{ helm: { name: 'a' } }, { kind: 'helm', keys: { kind: 'split', name: 'a', tag: undefined } }],
    [{ helm: { name: 'a', spec: 'b' } }, { kind: 'helm', keys: { kind: 'whole', spec: 'b' } }],
    [{ kustomize: { name: 'base' } }, { kind: 'kustomize', name: 'base' }],
    [{ plugin: { tag: 'TAG' } }, { kind: 'plugin', keys: { kind: 'split', name: undefined, tag: 'TAG' } }],
    [undefined, { kind: 'default' }],
  ])('put it at %j', (manifestTargets, expected) => {
    expect(managed({ manifestTargets }).target).toEqual(expected);
  });

  const key = { secretName: 's', key: 'k' };
  it.each([
    ['the Application', { cosignKey: key }, undefined, {}, key],
    ['nobody', undefined, undefined, {}, undefined],
    ['the image, which opts out', { cosignKey: key }, { enabled: false }, {}, undefined],
    ['an annotation', undefined, undefined, { cosignKey: key }, key],
  ])('have it verified by %s', (_who, verification, imagesVerification, own, expected) => {
    expect(managed({ imagesVerification }, { verification, own }).verification).toEqual(expected);
  });

  it.each([
    [{ commonUpdateSettings: { platforms: ['amd64'] } }, 'annotation-value'],
    [{ imagesVerification: { enabled: true } }, 'verification-key-missing'],
    [{ manifestTargets: { helm: {}, kustomize: { name: 'x' } } }, 'manifest-target-conflict'],
  ])('%j leave it out', (image, code) => {
    expect(manage(image)).toMatchObject({ images: [], findings: [{ code }] });
  });
});
