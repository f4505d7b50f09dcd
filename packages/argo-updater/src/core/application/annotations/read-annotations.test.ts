import { describe, expect, it } from '@jest/globals';
import { readImages, readManifestTargets, readUpdateSettings, readWriteBack } from './read-annotations.js';

const peer = 'argocd-image-updater.argoproj.io';

describe('readImages', () => {
  it('gives an image without alias no settings of its own', () => {
    const { value } = readImages({
      [`${peer}/image-list`]: 'nginx,web=acme/web',
      [`${peer}/web.update-strategy`]: 'digest',
      [`${peer}/.update-strategy`]: 'name',
    });
    expect(value).toEqual([
      { alias: '', imageName: 'nginx' },
      expect.objectContaining({
        alias: 'web',
        commonUpdateSettings: expect.objectContaining({ updateStrategy: 'digest' }),
      }),
    ]);
  });

  it('tells every bad value of every image', () => {
    const { findings } = readImages({
      [`${peer}/image-list`]: 'a=x,b=y',
      [`${peer}/a.force-update`]: 'yes',
      [`${peer}/b.helm.image-tag`]: 'tag',
      'towline.dev/b.plugin.image-name': 'IMAGE',
    });
    expect(findings.map(({ code, at }) => `${code} ${at}`)).toEqual([
      `annotation-value ${peer}/a.force-update`,
      'manifest-target-conflict towline.dev/b.plugin.image-name',
    ]);
  });
});

describe('readUpdateSettings', () => {
  it('keeps an empty ignore list as one empty glob, and has no platforms for a whole Application', () => {
    const annotations = { [`${peer}/ignore-tags`]: '', [`${peer}/platforms`]: 'linux/amd64' };
    expect(readUpdateSettings(annotations).value).toMatchObject({ ignoreTags: [''], platforms: undefined });
  });
});

describe('readManifestTargets', () => {
  it('reads the environment of a plugin under our prefix', () => {
    const annotations = { 'towline.dev/web.plugin.image-name': 'IMAGE', 'towline.dev/web.plugin.image-tag': ' TAG ' };
    expect(readManifestTargets(annotations, 'web').value).toEqual({
      plugin: { name: 'IMAGE', tag: 'TAG', spec: undefined },
      helm: undefined,
      kustomize: undefined,
    });
  });
});

describe('readWriteBack', () => {
  it('reads a pull request', () => {
    const annotations = {
      'towline.dev/pull-request': 'gitlab',
      'towline.dev/pull-request-labels': 'a, b',
      'towline.dev/pull-request-auto-merge': 'true',
    };
    expect(readWriteBack(annotations)?.gitConfig?.pullRequest).toEqual({
      github: undefined,
      gitlab: {},
      labels: ['a', 'b'],
      reviewers: [],
      autoMerge: true,
    });
  });

  it('is nothing where nothing is said', () => {
    expect(readWriteBack({ [`${peer}/git-branch`]: ' ' })).toBeUndefined();
  });
});
