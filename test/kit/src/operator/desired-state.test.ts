import { describe, expect, it } from '@jest/globals';
import { desiredState } from './desired-state.js';

const digest = `sha256:${'a'.repeat(64)}`;
const deployment = (container = 'image: shop/web', spec = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  ${spec}\n  template: {spec: {containers: [{name: web, ${container}}]}}\n`;
const read = (files: Readonly<Record<string, string>>) =>
  desiredState({ application: 'web', path: 'apps' }, new Map(Object.entries(files)));
const withImages = (images: string, others: Readonly<Record<string, string>> = {}) =>
  read({
    'apps/kustomization.yaml': `resources: [deployment.yaml]\nimages: ${images}\n`,
    'apps/deployment.yaml': deployment(),
    ...others,
  });

describe('what a folder of manifests wants', () => {
  it.each([
    ['the image as it is', '[]', 'shop/web'],
    ['a tag', '[{name: shop/web, newTag: v2}]', 'shop/web:v2'],
    ['a name', '[{name: shop/web, newName: host.example.com/web}]', 'host.example.com/web'],
    [
      'a name and a tag',
      '[{name: shop/web, newName: host.example.com:5000/web, newTag: v2}]',
      'host.example.com:5000/web:v2',
    ],
    ['a digest', `[{name: shop/web, digest: '${digest}'}]`, `shop/web@${digest}`],
    ['another image left alone', '[{name: shop/api, newTag: v2}]', 'shop/web'],
    ['the last of two', '[{name: shop/web, newTag: v2}, {name: shop/web, newTag: v3}]', 'shop/web:v3'],
  ])('has %s of a kustomization', (_what, images, image) => {
    expect(withImages(images).image).toBe(image);
  });

  it.each([
    ['a tag', 'shop/web:v9', 'shop/web:v9'],
    ['another name', 'shop/web=host.example.com/web:v9', 'host.example.com/web:v9'],
    ['a digest', `shop/web@${digest}`, `shop/web@${digest}`],
    ['nothing of another image', 'shop/api:v9', 'shop/web:v2'],
  ])('has %s of .argocd-source-web.yaml, which counts more', (_what, entry, image) => {
    const override = { 'apps/.argocd-source-web.yaml': `kustomize: {images: ["${entry}"]}\n` };
    expect(withImages('[{name: shop/web, newTag: v2}]', override).image).toBe(image);
  });

  it('knows what is not said', () => {
    expect(withImages('[]')).toEqual({
      name: 'web',
      image: 'shop/web',
      replicas: 1,
      environment: {},
      readinessPath: '/',
      progressDeadlineMs: 600_000,
    });
  });

  it('reads what is said', () => {
    const container =
      'image: a, env: [{name: A, value: b}, {name: C}], readinessProbe: {httpGet: {path: /up, port: 1}}';
    const spec = 'replicas: 3\n  progressDeadlineSeconds: 5';
    const files = {
      'apps/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'apps/deployment.yaml': `kind: Service\n---\n${deployment(container, spec)}`,
    };
    expect(read(files)).toEqual({
      name: 'web',
      image: 'a',
      replicas: 3,
      environment: { A: 'b', C: '' },
      readinessPath: '/up',
      progressDeadlineMs: 5_000,
    });
  });

  it.each([
    ['no kustomization', {}, 'apps has no kustomization.yaml'],
    ['a missing resource', { 'apps/kustomization.yaml': 'resources: [a.yaml]' }, 'names a.yaml, which is not there'],
    ['no Deployment', { 'apps/kustomization.yaml': 'resources: []' }, 'apps has 0 Deployments and not one'],
    [
      'two Deployments',
      { 'apps/kustomization.yaml': 'resources: [a.yaml]', 'apps/a.yaml': `${deployment()}---\n${deployment()}` },
      'apps has 2 Deployments and not one',
    ],
    [
      'more processes than a machine should run',
      { 'apps/kustomization.yaml': 'resources: [a.yaml]', 'apps/a.yaml': deployment('image: a', 'replicas: 17') },
      'Too big',
    ],
  ])('is refused where there is %s', (_what, files, problem) => {
    expect(() => read(files)).toThrow(problem);
  });
});
