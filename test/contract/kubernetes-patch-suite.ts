import { describe, expect, it } from '@jest/globals';
import { setHeaderOptions } from '@kubernetes/client-node';
import {
  application,
  applications,
  builtinsOf,
  type CustomObject,
  configOf,
  customObjects,
  freshNamespace,
  imageUpdater,
  imageUpdaters,
  type KubernetesTarget,
  refusalOf,
} from './kubernetes-client.js';

/** The patch types and the ownership of fields. */
export function patchSuite(target: () => KubernetesTarget): void {
  const open = (resource = applications) => customObjects(configOf(target().kubeConfig), resource, freshNamespace());
  const images = '/spec/source/kustomize/images';

  describe('a merge patch', () => {
    it('merges maps, replaces lists and deletes by null', async () => {
      const apps = open();
      await apps.create(application('web', { annotations: { a: '1', b: '1' } }));
      const patched = await apps.patch('web', 'merge-patch+json', {
        metadata: { annotations: { a: null, c: '3' } },
        spec: { source: { kustomize: { images: ['web:2.0.0'] } } },
      });
      expect(patched.metadata.annotations).toEqual({ b: '1', c: '3' });
      expect(patched.spec).toMatchObject({ source: { path: 'apps/web', kustomize: { images: ['web:2.0.0'] } } });
    });

    it('is refused where it names another version', async () => {
      const apps = open();
      const { metadata } = await apps.create(application('web'));
      await apps.patch('web', 'merge-patch+json', { spec: { project: 'other' } });
      const { resourceVersion } = metadata;
      const refusal = await refusalOf(
        apps.patch('web', 'merge-patch+json', { metadata: { resourceVersion }, spec: { project: 'third' } }),
      );
      expect([refusal.code, refusal.reason]).toEqual([409, 'Conflict']);
    });

    it('is refused where the result breaks the schema', async () => {
      const apps = open();
      await apps.create(application('web'));
      expect((await refusalOf(apps.patch('web', 'merge-patch+json', { spec: { project: null } }))).code).toBe(422);
    });

    it('changes nothing in a dry run', async () => {
      const apps = open();
      const created = await apps.create(application('web'));
      const patched = await apps.patchWith({
        name: 'web',
        type: 'merge-patch+json',
        body: { spec: { project: 'other' } },
        dryRun: 'All',
      });
      expect(patched.spec).toMatchObject({ project: 'other' });
      expect(await apps.get('web')).toEqual(created);
    });
  });

  describe('a JSON patch', () => {
    it('tests and replaces', async () => {
      const apps = open();
      await apps.create(application('web'));
      const patched = await apps.patch('web', 'json-patch+json', [
        { op: 'test', path: `${images}/0`, value: 'web:1.0.0' },
        { op: 'replace', path: `${images}/0`, value: 'web:1.0.1' },
        { op: 'add', path: `${images}/-`, value: 'side:1' },
        { op: 'add', path: '/metadata/annotations', value: { 'example.com/by': 'test' } },
        { op: 'remove', path: '/spec/destination/namespace' },
      ]);
      expect(patched.spec).toMatchObject({ source: { kustomize: { images: ['web:1.0.1', 'side:1'] } } });
      expect(patched.spec).not.toHaveProperty('destination.namespace');
      expect(patched.metadata.annotations).toEqual({ 'example.com/by': 'test' });
    });

    it.each([
      ['a test that fails', { op: 'test', path: `${images}/0`, value: 'other' }],
      ['a path that is not there', { op: 'replace', path: '/spec/nothing/at/all', value: 1 }],
      ['a removal of nothing', { op: 'remove', path: '/metadata/labels/none' }],
    ])('is refused as a whole for %s', async (_what, operation) => {
      const apps = open();
      const created = await apps.create(application('web'));
      const rename = { op: 'replace', path: '/spec/project', value: 'other' };
      const refusal = await refusalOf(apps.patch('web', 'json-patch+json', [rename, operation]));
      expect([refusal.code, refusal.reason]).toEqual([422, 'Invalid']);
      expect(await apps.get('web')).toEqual(created);
    });

    it('finds no object that is not there', async () => {
      expect((await refusalOf(open().patch('web', 'json-patch+json', []))).code).toBe(404);
    });
  });

  describe('a strategic merge patch', () => {
    it('is for built-in types only', async () => {
      const apps = open();
      await apps.create(application('web'));
      const refusal = await refusalOf(apps.patch('web', 'strategic-merge-patch+json', {}));
      expect([refusal.code, refusal.reason]).toEqual([415, 'UnsupportedMediaType']);
    });

    it('merges maps and owner references', async () => {
      const { core } = builtinsOf(configOf(target().kubeConfig));
      const namespace = freshNamespace();
      const owner = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', name, uid: `uid-${name}` });
      await core.createNamespacedConfigMap({
        namespace,
        body: { metadata: { name: 'cm', ownerReferences: [owner('a')] }, data: { a: '1', b: '1' } },
      });
      const patched = await core.patchNamespacedConfigMap(
        { namespace, name: 'cm', body: { metadata: { ownerReferences: [owner('b')] }, data: { a: null, c: '1' } } },
        setHeaderOptions('Content-Type', 'application/strategic-merge-patch+json'),
      );
      expect(patched.data).toEqual({ b: '1', c: '1' });
      expect(patched.metadata?.ownerReferences?.map(({ name }) => name).sort()).toEqual(['a', 'b']);
    });
  });

  describe('server-side apply', () => {
    const apply = (apps: ReturnType<typeof open>, fieldManager: string, wanted: object) => {
      const body = { ...application('web'), spec: wanted };
      return apps.patchWith({ name: 'web', type: 'apply-patch+yaml', body, fieldManager });
    };
    const { spec } = application('web');

    it('creates what is not there, and owns what it applied', async () => {
      const applied = await apply(open(), 'towline', spec);
      expect(managersOf(applied)).toEqual(['towline:Apply']);
    });

    it('is refused for a field that another manager owns at another value, naming both', async () => {
      const apps = open();
      await apply(apps, 'first', spec);
      const refusal = await refusalOf(apply(apps, 'second', { ...spec, project: 'other' }));
      expect(refusal).toMatchObject({
        code: 409,
        reason: 'Conflict',
        details: {
          causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "first"', field: '.spec.project' }],
        },
      });
      expect(refusal.message).toBe('Apply failed with 1 conflict: conflict with "first": .spec.project');
    });

    it('is refused for a field that was written without applying', async () => {
      const apps = open();
      await apps.create(application('web'));
      const body = { spec: { project: 'patched' } };
      await apps.patchWith({ name: 'web', type: 'merge-patch+json', body, fieldManager: 'kubectl' });
      const refusal = await refusalOf(apply(apps, 'towline', { ...spec, project: 'other' }));
      expect(refusal.message).toBe(
        'Apply failed with 1 conflict: conflict with "kubectl" using argoproj.io/v1alpha1: .spec.project',
      );
    });

    it('takes the field by force', async () => {
      const apps = open();
      await apply(apps, 'first', spec);
      const body = { ...application('web'), spec: { ...spec, project: 'other' } };
      const second = { name: 'web', type: 'apply-patch+yaml', fieldManager: 'second', force: true } as const;
      const taken = await apps.patchWith({ ...second, body });
      expect(taken.spec).toMatchObject({ project: 'other' });
      expect(managersOf(taken)).toEqual(['first:Apply', 'second:Apply']);
      expect((await refusalOf(apply(apps, 'first', { ...spec, project: 'again' }))).message).toContain(
        'conflict with "second"',
      );
    });

    it('shares a field at the same value', async () => {
      const apps = open();
      await apply(apps, 'first', spec);
      expect(managersOf(await apply(apps, 'second', spec))).toEqual(['first:Apply', 'second:Apply']);
    });

    it('removes what its manager no longer applies', async () => {
      const apps = open();
      await apply(apps, 'towline', { ...spec, revisionHistoryLimit: 3 });
      const applied = await apply(apps, 'towline', spec);
      expect(applied.spec).toEqual(spec);
    });

    it('leaves a field that another manager still applies', async () => {
      const apps = open();
      await apply(apps, 'first', { ...spec, revisionHistoryLimit: 3 });
      await apply(apps, 'second', { ...spec, revisionHistoryLimit: 3 });
      expect((await apply(apps, 'first', spec)).spec).toMatchObject({ revisionHistoryLimit: 3 });
      expect((await apply(apps, 'second', spec)).spec).toEqual(spec);
    });

    it('changes nothing when it is repeated', async () => {
      const apps = open();
      const first = await apply(apps, 'towline', spec);
      expect((await apply(apps, 'towline', spec)).metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    });

    it('merges the items of a keyed list', async () => {
      const updaters = open(imageUpdaters);
      const of = (alias: string) => ({
        ...imageUpdater('all'),
        spec: { applicationRefs: [{ namePattern: '*', images: [{ alias, imageName: `example/${alias}` }] }] },
      });
      const apply = (alias: string, fieldManager: string) =>
        updaters.patchWith({ name: 'all', type: 'apply-patch+yaml', body: of(alias), fieldManager });
      await apply('a', 'first');
      const both = await apply('b', 'second');
      expect(both.spec).toMatchObject({
        applicationRefs: [{ namePattern: '*', images: [{ alias: 'a' }, { alias: 'b' }] }],
      });
    });

    it('needs to know its manager', async () => {
      const refusal = await refusalOf(open().patch('web', 'apply-patch+yaml', application('web')));
      expect(refusal.message).toContain('fieldManager');
    });
  });
}

function managersOf({ metadata }: CustomObject): readonly string[] {
  const entries = metadata.managedFields as readonly { manager: string; operation: string }[];
  return entries.map(({ manager, operation }) => `${manager}:${operation}`).sort();
}
