import { describe, expect, it } from '@jest/globals';
import { readApplications } from './read-application.js';

const kind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
const source = { repoURL: 'https://git.example/apps.git', path: 'web', targetRevision: 'main' };
const manifest = { kind: 'manifest', file: 'apps/web.yaml', document: 1 } as const;

function readOne(document: object, place: Parameters<typeof readApplications>[1] = { kind: 'cluster' }) {
  const { applications, findings } = readApplications({ ...kind, ...document }, place);
  expect(findings).toEqual([]);
  return applications[0];
}

describe('readApplications', () => {
  it('takes the version to patch from the cluster, and the place from a file', () => {
    const document = { metadata: { name: 'web', uid: 'u1', resourceVersion: '7' }, spec: { source } };
    expect(readOne(document)?.origin).toEqual({ kind: 'cluster', uid: 'u1', resourceVersion: '7' });
    expect(readOne(document, manifest)?.origin).toEqual({ ...manifest, path: [] });
  });

  it('keeps no annotation of others', () => {
    const annotations = {
      'argocd-image-updater.argoproj.io/image-list': 'nginx',
      'towline.dev/pin': 'digest',
      'a.example/b': 'c',
    };
    expect(readOne({ metadata: { name: 'web', annotations }, spec: {} })?.annotations).toEqual({
      'argocd-image-updater.argoproj.io/image-list': 'nginx',
      'towline.dev/pin': 'digest',
    });
  });

  it('takes null for absent, as the API server does', () => {
    const application = readOne({
      metadata: { name: 'web', annotations: null, labels: null },
      spec: { source: { repoURL: 'r', helm: { parameters: null } }, sources: [], syncPolicy: null },
      status: { sourceTypes: null, summary: { images: null } },
    });
    expect(application?.sources).toMatchObject({ kind: 'single', source: { path: '', helm: { parameters: [] } } });
    expect(application?.status?.images).toEqual([]);
  });

  it.each([
    [
      'the hydrator over all',
      { source, sources: [source], sourceHydrator: { drySource: source, syncSource: { targetBranch: 'env' } } },
      'hydrated',
    ],
    ['sources over source', { source, sources: [source] }, 'multiple'],
    ['source', { source, sources: [] }, 'single'],
    ['nothing', {}, 'none'],
  ])('prefers %s', (_what, spec, expected) => {
    expect(readOne({ metadata: { name: 'web' }, spec })?.sources.kind).toBe(expected);
  });

  it.each([
    [
      'a tracking annotation',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'root:argoproj.io/Application:argocd/web' } },
      { namespace: '', name: 'root' },
    ],
    [
      'one of another namespace',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'team_root:argoproj.io/Application:team/web' } },
      { namespace: 'team', name: 'root' },
    ],
    ['a tracking label', { labels: { 'app.kubernetes.io/instance': 'root' } }, { namespace: '', name: 'root' }],
    ['itself', { labels: { 'app.kubernetes.io/instance': 'web' } }, undefined],
    ['nothing', {}, undefined],
  ])('finds the parent by %s', (_what, metadata, expected) => {
    expect(readOne({ metadata: { name: 'web', ...metadata }, spec: {} })?.parent).toEqual(expected);
  });

  it('knows nothing of what is live where a file has no status, and that nothing is where the cluster has none', () => {
    const document = { metadata: { name: 'web' }, spec: { source } };
    expect(readOne(document, manifest)?.status).toBeUndefined();
    expect(readOne(document)?.status).toMatchObject({ images: [], sourceType: undefined });
  });

  it('reads the template of an ApplicationSet in a file, and leaves the set of a cluster to its Applications', () => {
    const set = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'all', namespace: 'argocd' },
      spec: {
        template: { metadata: { name: '{{name}}', annotations: { 'towline.dev/pin': 'digest' } }, spec: { source } },
      },
    };
    const [application] = readApplications(set, manifest).applications;
    expect(application).toMatchObject({
      name: '{{name}}',
      namespace: 'argocd',
      origin: { path: ['spec', 'template'] },
    });
    expect(readApplications(set, { kind: 'cluster' }).applications).toEqual([]);
  });

  it('reads lists and passes over other kinds', () => {
    const items = [
      { ...kind, metadata: { name: 'a' }, spec: {} },
      { apiVersion: 'v1', kind: 'ConfigMap' },
    ];
    const { applications } = readApplications({ apiVersion: 'v1', kind: 'List', items }, manifest);
    expect(applications.map(({ name, origin }) => [name, origin])).toEqual([
      ['a', { ...manifest, path: ['items', 0] }],
    ]);
  });

  it('says where a document has another form', () => {
    const document = {
      ...kind,
      metadata: { name: 'web', annotations: { 'towline.dev/force': true } },
      spec: { sources: [{ path: 1 }] },
    };
    const { applications, findings } = readApplications(document, manifest);
    expect(applications).toEqual([]);
    expect(findings.map(({ code, at }) => `${code} ${at}`)).toEqual([
      'application-unreadable metadata.annotations["towline.dev/force"]',
      'application-unreadable spec.sources[0].path',
    ]);
  });
});
