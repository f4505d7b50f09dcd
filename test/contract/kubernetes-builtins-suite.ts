import { describe, expect, it } from '@jest/globals';
import { V1MicroTime } from '@kubernetes/client-node';
import { builtinsOf, configOf, freshNamespace, type KubernetesTarget, refusalOf } from './kubernetes-client.js';

/** Secrets, ConfigMaps, Events, Namespaces and Leases, by the typed clients. */
export function builtinsSuite(target: () => KubernetesTarget): void {
  describe('the built-in types', () => {
    it('store a Secret with stringData moved into its data', async () => {
      const { core } = builtinsOf(configOf(target().kubeConfig));
      const namespace = freshNamespace();
      const body = { metadata: { name: 'token' }, data: { a: 'YQ==' }, stringData: { b: 'b' } };
      await core.createNamespacedSecret({ namespace, body });
      const { type, data, stringData } = await core.readNamespacedSecret({ namespace, name: 'token' });
      expect([type, data, stringData]).toEqual(['Opaque', { a: 'YQ==', b: 'Yg==' }, undefined]);
    });

    it('keep the type of a Secret', async () => {
      const { core } = builtinsOf(configOf(target().kubeConfig));
      const namespace = freshNamespace();
      const type = 'kubernetes.io/dockerconfigjson';
      const body = { metadata: { name: 'pull' }, type, stringData: { '.dockerconfigjson': '{"auths":{}}' } };
      expect((await core.createNamespacedSecret({ namespace, body })).type).toBe(type);
    });

    it('refuse what cannot be decoded', async () => {
      const { core } = builtinsOf(configOf(target().kubeConfig));
      const body = JSON.parse('{"metadata":{"name":"cm"},"data":{"a":1}}');
      const refusal = await refusalOf(core.createNamespacedConfigMap({ namespace: freshNamespace(), body }));
      expect([refusal.code, refusal.reason]).toEqual([400, 'BadRequest']);
      expect(refusal.message).toContain('cannot be handled as a ConfigMap');
    });

    it('store Events about an Application', async () => {
      const { core } = builtinsOf(configOf(target().kubeConfig));
      const namespace = freshNamespace();
      const involvedObject = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', name: 'web', namespace };
      const body = {
        metadata: { generateName: 'web.' },
        involvedObject,
        reason: 'ImageUpdated',
        message: '1.0 to 1.1',
        type: 'Normal',
        count: 1,
      };
      await core.createNamespacedEvent({ namespace, body });
      const { items } = await core.listNamespacedEvent({ namespace });
      expect(items).toMatchObject([{ involvedObject, reason: 'ImageUpdated', type: 'Normal', count: 1 }]);
    });

    it('store Namespaces, which have none', async () => {
      const { core } = builtinsOf(configOf(target().kubeConfig));
      const name = freshNamespace();
      const { metadata } = await core.createNamespace({ body: { metadata: { name, labels: { team: 'a' } } } });
      expect([metadata?.name, metadata?.namespace]).toEqual([name, undefined]);
      expect((await core.listNamespace()).items.map((item) => item.metadata?.name)).toContain(name);
    });

    it('let only one of two holders take a Lease', async () => {
      const { coordination } = builtinsOf(configOf(target().kubeConfig));
      const namespace = freshNamespace();
      const renewTime = new V1MicroTime('2026-01-01T00:00:00.123Z');
      const body = { metadata: { name: 'shard' }, spec: { holderIdentity: 'a', leaseDurationSeconds: 15, renewTime } };
      await coordination.createNamespacedLease({ namespace, body });
      const seen = await coordination.readNamespacedLease({ namespace, name: 'shard' });
      expect(String(seen.spec?.renewTime)).toBe('2026-01-01T00:00:00.123000Z');
      const take = (holderIdentity: string) =>
        coordination.replaceNamespacedLease({
          namespace,
          name: 'shard',
          body: { ...seen, spec: { ...seen.spec, holderIdentity } },
        });
      const results = await Promise.allSettled([take('b'), take('c')]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const winner = results[0]?.status === 'fulfilled' ? 'b' : 'c';
      expect((await coordination.readNamespacedLease({ namespace, name: 'shard' })).spec?.holderIdentity).toBe(winner);
      expect((await refusalOf(take('d'))).reason).toBe('Conflict');
    });

    it('replace without a version whatever is there', async () => {
      const { core } = builtinsOf(configOf(target().kubeConfig));
      const namespace = freshNamespace();
      const body = { metadata: { name: 'cm' }, data: { a: '1' } };
      await core.createNamespacedConfigMap({ namespace, body });
      const replaced = await core.replaceNamespacedConfigMap({
        namespace,
        name: 'cm',
        body: { ...body, data: { b: '2' } },
      });
      expect(replaced.data).toEqual({ b: '2' });
    });
  });
}
