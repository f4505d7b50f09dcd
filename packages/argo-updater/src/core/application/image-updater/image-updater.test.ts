import { describe, expect, it } from '@jest/globals';
import { readImageUpdaters } from './image-updater.js';

const head = {
  apiVersion: 'argocd-image-updater.argoproj.io/v1alpha1',
  kind: 'ImageUpdater',
  metadata: { name: 'main', namespace: 'argocd', generation: 3 },
};

/** Every field of the resource. */
const full = {
  commonUpdateSettings: {
    updateStrategy: 'semver',
    forceUpdate: true,
    allowTags: 'any',
    ignoreTags: ['a'],
    pullSecret: 'env:X',
    platforms: ['linux/arm64'],
  },
  writeBackConfig: {
    method: 'git',
    gitConfig: {
      repository: 'r',
      branch: 'b',
      writeBackTarget: 'helmvalues',
      pullRequest: { github: {}, labels: ['l'] },
    },
  },
  imagesVerification: { enabled: true, cosignKey: { secretName: 's', key: 'k' } },
  applicationRefs: [
    {
      namePattern: 'web-*',
      labelSelectors: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'c', operator: 'In', values: ['d'] }] },
      useAnnotations: false,
      images: [
        {
          alias: 'web',
          imageName: 'nginx:1.x',
          commonUpdateSettings: { updateStrategy: 'digest' },
          manifestTargets: {
            helm: { name: 'n', tag: 't', spec: 's' },
            kustomize: { name: 'k' },
            plugin: { name: 'N', tag: 'T', spec: 'S' },
          },
          imagesVerification: { enabled: false },
        },
      ],
      commonUpdateSettings: { forceUpdate: false },
      writeBackConfig: { method: 'argocd' },
      imagesVerification: { cosignKey: { secretName: 's', key: 'k' } },
    },
  ],
};

describe('readImageUpdaters', () => {
  it('keeps every field of the specification', () => {
    const [imageUpdater] = readImageUpdaters({ ...head, spec: full, status: {} }).imageUpdaters;
    expect(JSON.parse(JSON.stringify(imageUpdater))).toEqual({
      namespace: 'argocd',
      name: 'main',
      generation: 3,
      spec: full,
    });
  });

  it('reads those of a list, and no other kind', () => {
    const items = [
      { ...head, spec: full },
      { apiVersion: 'v1', kind: 'Secret' },
    ];
    expect(readImageUpdaters({ apiVersion: 'v1', kind: 'List', items }).imageUpdaters).toHaveLength(1);
  });

  it('says where one has another form', () => {
    const { findings } = readImageUpdaters({ ...head, spec: { applicationRefs: [{ images: [{ alias: 1 }] }] } });
    expect(findings.map(({ at }) => at)).toEqual([
      'spec.applicationRefs[0].namePattern',
      'spec.applicationRefs[0].images[0].alias',
      'spec.applicationRefs[0].images[0].imageName',
    ]);
  });
});
