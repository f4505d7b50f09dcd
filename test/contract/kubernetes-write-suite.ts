import { describe, expect, it } from '@jest/globals';
import {
  application,
  applications,
  configOf,
  customObjects,
  freshNamespace,
  imageUpdater,
  imageUpdaters,
  type KubernetesTarget,
  refusalOf,
} from './kubernetes-client.js';

/** Creating, replacing and deleting objects. */
export function writeSuite(target: () => KubernetesTarget): void {
  const open = (resource = applications) => {
    const namespace = freshNamespace();
    return { namespace, objects: customObjects(configOf(target().kubeConfig), resource, namespace) };
  };

  describe('create', () => {
    it('adds what the server knows: uid, time, generation and version', async () => {
      const { namespace, objects } = open();
      const created = await objects.create(application('web'));
      expect(created.metadata).toMatchObject({
        name: 'web',
        namespace,
        generation: 1,
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
      });
      expect(await objects.get('web')).toEqual(created);
    });

    it('makes a name from generateName', async () => {
      const { objects } = open();
      const { metadata } = await objects.create({ ...application('x'), metadata: { generateName: 'web-' } });
      expect(metadata.name).toMatch(/^web-[a-z0-9]{5}$/);
    });

    it('drops fields that the schema does not know, and fills in defaults', async () => {
      const apps = open().objects;
      const created = await apps.create({
        ...application('web'),
        unknown: 1,
        status: { unknown: 1, sync: { status: 'Synced' } },
      });
      expect([created.unknown, created.status]).toEqual([undefined, { sync: { status: 'Synced' } }]);
      const updater = await open(imageUpdaters).objects.create(imageUpdater('all'));
      expect(updater.spec).toMatchObject({ applicationRefs: [{ useAnnotations: false }] });
    });

    it('refuses a name that is taken', async () => {
      const { objects } = open();
      await objects.create(application('web'));
      expect(await refusalOf(objects.create(application('web')))).toEqual({
        code: 409,
        reason: 'AlreadyExists',
        message: 'applications.argoproj.io "web" already exists',
        details: { name: 'web', group: 'argoproj.io', kind: 'applications' },
      });
    });

    it.each([
      [
        'a wrong type',
        { project: 5 },
        'spec.project: Invalid value: "integer": spec.project in body must be of type string: "integer"',
      ],
      ['a missing field', { destination: undefined }, 'spec.destination: Required value'],
      [
        'a pattern',
        {
          sourceHydrator: {
            drySource: { path: 'a', repoURL: 'b', targetRevision: 'c' },
            syncSource: { path: '.', targetBranch: 'd' },
          },
        },
        `spec.sourceHydrator.syncSource.path: Invalid value: ".": spec.sourceHydrator.syncSource.path in body should match '^.{2,}|[^./]$'`,
      ],
    ])('refuses what breaks the schema by %s, naming the field', async (_what, change, message) => {
      const { objects } = open();
      const valid = application('web');
      const refusal = await refusalOf(objects.create({ ...valid, spec: { ...valid.spec, ...change } }));
      expect(refusal).toMatchObject({ code: 422, reason: 'Invalid' });
      expect(refusal.message).toBe(`Application.argoproj.io "web" is invalid: ${message}`);
    });

    it('names every field that breaks the schema', async () => {
      const { objects } = open(imageUpdaters);
      const refusal = await refusalOf(
        objects.create({ ...imageUpdater('all'), spec: { applicationRefs: [], writeBackConfig: { method: 'ftp' } } }),
      );
      expect(refusal.details).toMatchObject({
        kind: 'ImageUpdater',
        causes: expect.arrayContaining([
          expect.objectContaining({ field: 'spec.applicationRefs' }),
          expect.objectContaining({ field: 'spec.writeBackConfig.method' }),
        ]),
      });
    });

    it.each([
      ['no kind', { kind: undefined }, 400, /Object 'Kind' is missing/],
      ['another kind', { kind: 'AppProject' }, 422, /kind: Invalid value: "AppProject": must be Application$/],
      [
        'another version',
        { apiVersion: 'argoproj.io/v1' },
        400,
        /does not match the expected API version \(argoproj.io\/v1alpha1\)$/,
      ],
      [
        'another namespace',
        { metadata: { name: 'web', namespace: 'elsewhere' } },
        400,
        /^the namespace of the provided object does not match/,
      ],
      [
        'a label that is no text',
        { metadata: { name: 'web', labels: { a: 1 } } },
        400,
        /cannot be handled as a Application/,
      ],
      ['no name', { metadata: {} }, 422, /metadata.name: Required value: name or generateName is required$/],
      [
        'a version',
        { metadata: { name: 'web', resourceVersion: '1' } },
        500,
        /^resourceVersion should not be set on objects to be created$/,
      ],
    ])('refuses a body with %s', async (_what, change, code, message) => {
      const refusal = await refusalOf(open().objects.create({ ...application('web'), ...change }));
      expect(refusal).toMatchObject({ code, message: expect.stringMatching(message) });
    });

    it('stores nothing in a dry run', async () => {
      const { objects } = open();
      expect((await objects.create(application('web'), 'All')).metadata.name).toBe('web');
      expect((await refusalOf(objects.get('web'))).code).toBe(404);
    });
  });

  describe('replace', () => {
    it('raises version and generation for a change, neither for none, and no generation for metadata', async () => {
      const { objects } = open();
      const first = await objects.create(application('web'));
      const same = await objects.replace('web', first);
      expect(same.metadata).toEqual(first.metadata);
      const labelled = await objects.replace('web', {
        ...first,
        metadata: { ...first.metadata, labels: { team: 'a' } },
      });
      expect(labelled.metadata.generation).toBe(1);
      expect(Number(labelled.metadata.resourceVersion)).toBeGreaterThan(Number(first.metadata.resourceVersion));
      const spec = { ...application('web').spec, project: 'other' };
      expect((await objects.replace('web', { ...labelled, spec })).metadata.generation).toBe(2);
    });

    it('refuses a version that is no longer the live one', async () => {
      const { objects } = open();
      const first = await objects.create(application('web'));
      await objects.replace('web', { ...first, spec: { ...application('web').spec, project: 'other' } });
      expect(
        await refusalOf(objects.replace('web', { ...first, spec: { ...application('web').spec, project: 'third' } })),
      ).toMatchObject({
        code: 409,
        reason: 'Conflict',
        message:
          'Operation cannot be fulfilled on applications.argoproj.io "web": the object has been modified; please apply your changes to the latest version and try again',
      });
    });

    it('refuses a custom resource without a version', async () => {
      const { objects } = open();
      await objects.create(application('web'));
      const refusal = await refusalOf(objects.replace('web', application('web')));
      const message =
        'applications.argoproj.io "web" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update';
      expect(refusal).toMatchObject({ code: 422, reason: 'Invalid', message });
    });

    it('does not find what is not there', async () => {
      expect(await refusalOf(open().objects.get('web'))).toEqual({
        code: 404,
        reason: 'NotFound',
        message: 'applications.argoproj.io "web" not found',
        details: { name: 'web', group: 'argoproj.io', kind: 'applications' },
      });
    });
  });

  describe('the status', () => {
    const status = { imagesManaged: 1 };

    it('of an ImageUpdater changes by its subresource alone', async () => {
      const { objects } = open(imageUpdaters);
      const created = await objects.create({ ...imageUpdater('all'), status });
      expect(created.status).toBeUndefined();
      const replaced = await objects.replaceStatus('all', { ...created, spec: { applicationRefs: [] }, status });
      expect([replaced.spec, replaced.status]).toEqual([created.spec, status]);
      expect(replaced.metadata.generation).toBe(1);
      const kept = await objects.patch('all', 'merge-patch+json', {
        spec: { commonUpdateSettings: { forceUpdate: true } },
        status: { imagesManaged: 9 },
      });
      expect([kept.status, kept.metadata.generation]).toEqual([status, 2]);
      const patched = await objects.patchStatus('all', 'merge-patch+json', {
        status: { imagesManaged: 2 },
        spec: { applicationRefs: [] },
      });
      expect([patched.status, patched.spec]).toEqual([{ imagesManaged: 2 }, kept.spec]);
    });

    it('of an Application has no subresource and changes with the rest', async () => {
      const { objects } = open();
      await objects.create(application('web'));
      expect((await refusalOf(objects.patchStatus('web', 'merge-patch+json', { status: {} }))).code).toBe(404);
      const body = { status: { sync: { status: 'Synced' } }, operation: { sync: { revision: 'abc' } } };
      expect(await objects.patch('web', 'merge-patch+json', body)).toMatchObject(body);
    });

    it('is checked against its part of the schema', async () => {
      const { objects } = open(imageUpdaters);
      await objects.create(imageUpdater('all'));
      const condition = {
        type: 'Ready',
        status: 'Perhaps',
        reason: 'Done',
        message: '',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      };
      const refusal = await refusalOf(
        objects.patchStatus('all', 'merge-patch+json', { status: { conditions: [condition] } }),
      );
      expect(refusal.message).toContain(
        'status.conditions[0].status: Unsupported value: "Perhaps": supported values: "True", "False", "Unknown"',
      );
    });
  });

  describe('delete', () => {
    it('says what is gone', async () => {
      const { objects } = open();
      const { metadata } = await objects.create(application('web'));
      expect(await objects.delete('web')).toMatchObject({
        kind: 'Status',
        status: 'Success',
        details: { name: 'web', group: 'argoproj.io', kind: 'applications', uid: metadata.uid },
      });
      expect((await refusalOf(objects.delete('web'))).code).toBe(404);
    });

    it('waits for finalizers', async () => {
      const { objects } = open();
      await objects.create(application('web', { finalizers: ['example.com/wait'] }));
      const held = await objects.delete('web');
      expect(held.metadata).toMatchObject({ deletionTimestamp: expect.any(String) });
      await objects.patch('web', 'merge-patch+json', { metadata: { finalizers: null } });
      expect((await refusalOf(objects.get('web'))).code).toBe(404);
    });

    it('refuses where the object is not the one that was meant', async () => {
      const { objects } = open();
      await objects.create(application('web'));
      const refusal = await refusalOf(objects.delete('web', { preconditions: { uid: 'another' } }));
      expect([refusal.code, refusal.reason]).toEqual([409, 'Conflict']);
    });

    it('takes what a selector selects', async () => {
      const { objects } = open();
      await objects.create(application('a', { labels: { team: 'a' } }));
      await objects.create(application('b', { labels: { team: 'b' } }));
      await objects.deleteAll('team=a');
      expect((await objects.list()).items.map(({ metadata }) => metadata.name)).toEqual(['b']);
    });
  });
}
