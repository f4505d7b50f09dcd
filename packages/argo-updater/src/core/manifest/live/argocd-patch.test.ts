import { describe, expect, it } from '@jest/globals';
import { manageApplications } from '../../application/manage-applications.js';
import type { ManagedApplication } from '../../application/managed-application.js';
import { readApplications } from '../../application/read-application.js';
import { createManifestFiles } from '../manifest-files.js';
import { createManifestTree } from '../manifest-tree.js';
import { readImages } from '../read-images.js';
import { argocdPatch } from './argocd-patch.js';

const peer = 'argocd-image-updater.argoproj.io/';

function manage(spec: object, status: object, annotations: Readonly<Record<string, string>> = {}): ManagedApplication {
  const keys = Object.entries({ 'image-list': 'web=quay.io/acme/web:^1', ...annotations });
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'shop',
      namespace: 'argocd',
      uid: 'u',
      resourceVersion: '7',
      annotations: Object.fromEntries(keys.map(([key, value]) => [peer + key, value])),
    },
    spec,
    status,
  };
  const { applications } = readApplications(document, { kind: 'cluster' });
  const { managed, skipped } = manageApplications({ applications, imageUpdaters: [], controllerNamespace: 'argocd' });
  const [only] = managed;
  if (!only) throw new Error(JSON.stringify(skipped));
  return only;
}

const source = { repoURL: 'https://git.example/apps.git', path: 'shop' };
const version = { op: 'replace', path: '/metadata/resourceVersion', value: '7' };

function patch(managed: ManagedApplication, tag = '1.1.0') {
  return argocdPatch(
    managed,
    managed.images.map((image) => ({ image, to: { tag } })),
  );
}

describe('argocdPatch', () => {
  it('changes one value, and leaves what is not ours', () => {
    const parameters = [
      { name: 'x', value: 'y' },
      { name: 'image.tag', value: '1.0.0', forceString: true },
    ];
    const managed = manage({ source: { ...source, helm: { parameters } } }, { sourceType: 'Helm' });
    const operations = [{ op: 'add', path: '/spec/source/helm/parameters/1/value', value: '1.1.0' }];
    expect(patch(managed)).toEqual({ kind: 'done', value: [version, ...operations] });
    expect(patch(managed, '1.0.0')).toEqual({ kind: 'done', value: [] });
  });

  it('makes a section that is missing in the source that counts', () => {
    const managed = manage(
      { sources: [source, { ...source, path: 'k' }] },
      { sourceTypes: ['Directory', 'Kustomize'] },
    );
    const value = { images: ['quay.io/acme/web:1.1.0'] };
    expect(patch(managed)).toEqual({
      kind: 'done',
      value: [version, { op: 'add', path: '/spec/sources/1/kustomize', value }],
    });
  });

  it('appends to a list, and keeps the spelling of a name', () => {
    const images = ['nginx:1', 'mirror/app=quay.io/acme/web:1.0.0'];
    const managed = manage(
      { source: { ...source, kustomize: { images } } },
      { sourceType: 'Kustomize' },
      { 'image-list': 'web=quay.io/acme/web:^1,api=acme/api' },
    );
    const operations = [
      { op: 'replace', path: '/spec/source/kustomize/images/1', value: 'mirror/app=quay.io/acme/web:1.1.0' },
      { op: 'add', path: '/spec/source/kustomize/images/-', value: 'acme/api:1.1.0' },
    ];
    expect(patch(managed)).toEqual({ kind: 'done', value: [version, ...operations] });
    const readings = readImages(managed, createManifestFiles(createManifestTree([]), new Map()));
    expect(readings).toMatchObject([
      { current: { tag: '1.0.0' }, sites: [{ at: { file: undefined, path: 'spec.source.kustomize.images[1]' } }] },
      { current: undefined, sites: [{ at: { path: 'spec.source.kustomize.images[name=acme/api]' } }] },
    ]);
  });

  it('writes a plugin into the dry source of a hydrator', () => {
    const managed = manage(
      { sourceHydrator: { drySource: { ...source, plugin: { env: [{ name: 'TAG', value: '1' }] } } } },
      { sourceType: 'Plugin' },
    );
    const [image] = managed.images;
    if (!image) throw new Error('no image');
    const keys = { kind: 'split', name: undefined, tag: 'TAG' } as const;
    const withKeys = { ...image, target: { kind: 'plugin', keys } as const };
    expect(argocdPatch(managed, [{ image: withKeys, to: { tag: '2' } }])).toEqual({
      kind: 'done',
      value: [version, { op: 'add', path: '/spec/sourceHydrator/drySource/plugin/env/0/value', value: '2' }],
    });
  });

  it('refuses two versions for one place', () => {
    const managed = manage(
      { source: { ...source, kustomize: {} } },
      { sourceType: 'Kustomize' },
      { 'image-list': 'a=nginx,b=docker.io/library/nginx' },
    );
    const updates = managed.images.map((image, index) => ({ image, to: { tag: String(index) } }));
    expect(argocdPatch(managed, updates)).toMatchObject({
      kind: 'refused',
      findings: [{ code: 'image-site-conflict' }],
    });
  });
});
