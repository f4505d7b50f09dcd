import { describe, expect, it } from '@jest/globals';
import { AuthorizationV1Api } from '@kubernetes/client-node';
import {
  application,
  applications,
  builtinsOf,
  configOf,
  customObjects,
  imageUpdater,
  imageUpdaters,
  type KubernetesTarget,
  refusalOf,
} from './kubernetes-client.js';

/** Who may do what. */
export function accessSuite(target: () => KubernetesTarget): void {
  const reader = () => configOf(target().kubeConfig, 'token-of-the-reader');
  const name = 'system:serviceaccount:argocd:reader';

  it('nobody comes in with a wrong token', async () => {
    const apps = customObjects(configOf(target().kubeConfig, 'wrong'), applications, 'allowed');
    expect((await refusalOf(apps.list())).code).toBe(401);
  });

  describe('a user with rules', () => {
    it('may do what they allow', async () => {
      expect((await customObjects(reader(), applications, 'allowed').list()).items).toEqual([]);
    });

    it.each([
      [
        'list in another namespace',
        (config: ReturnType<typeof reader>) => customObjects(config, applications, 'other').list(),
        `applications.argoproj.io is forbidden: User "${name}" cannot list resource "applications" in API group "argoproj.io" in the namespace "other"`,
      ],
      [
        'create',
        (config) => customObjects(config, applications, 'allowed').create(application('web')),
        `applications.argoproj.io is forbidden: User "${name}" cannot create resource "applications" in API group "argoproj.io" in the namespace "allowed"`,
      ],
      [
        'delete',
        (config) => customObjects(config, applications, 'allowed').delete('web'),
        `applications.argoproj.io "web" is forbidden: User "${name}" cannot delete resource "applications" in API group "argoproj.io" in the namespace "allowed"`,
      ],
      [
        'read a Secret that is not named',
        (config) => builtinsOf(config).core.readNamespacedSecret({ namespace: 'allowed', name: 'other' }),
        `secrets "other" is forbidden: User "${name}" cannot get resource "secrets" in API group "" in the namespace "allowed"`,
      ],
      [
        'list cluster-wide',
        (config) => builtinsOf(config).core.listNamespace(),
        `namespaces is forbidden: User "${name}" cannot list resource "namespaces" in API group "" at the cluster scope`,
      ],
    ] satisfies [string, (config: ReturnType<typeof reader>) => Promise<unknown>, string][])(
      'may not %s',
      async (_what, call, message) => {
        expect(await refusalOf(call(reader()))).toMatchObject({ code: 403, reason: 'Forbidden', message });
      },
    );

    it('may read the one Secret that is named', async () => {
      const body = { metadata: { name: 'known' }, stringData: { a: 'a' } };
      await builtinsOf(configOf(target().kubeConfig)).core.createNamespacedSecret({ namespace: 'allowed', body });
      const secret = await builtinsOf(reader()).core.readNamespacedSecret({ namespace: 'allowed', name: 'known' });
      expect(secret.data).toEqual({ a: 'YQ==' });
    });

    it('may write a status without the rest', async () => {
      await customObjects(configOf(target().kubeConfig), imageUpdaters, 'status-only').create(imageUpdater('all'));
      const updaters = customObjects(reader(), imageUpdaters, 'status-only');
      expect((await updaters.patchStatus('all', 'merge-patch+json', { status: { imagesManaged: 1 } })).status).toEqual({
        imagesManaged: 1,
      });
      expect((await refusalOf(updaters.patch('all', 'merge-patch+json', { spec: {} }))).code).toBe(403);
    });

    it.each([
      [true, { verb: 'list', group: 'argoproj.io', resource: 'applications', namespace: 'allowed' }],
      [false, { verb: 'list', group: 'argoproj.io', resource: 'applications', namespace: 'other' }],
      [false, { verb: 'list', group: 'argoproj.io', resource: 'applications' }],
      [true, { verb: 'get', group: '', resource: 'secrets', namespace: 'allowed', name: 'known' }],
      [false, { verb: 'get', group: '', resource: 'secrets', namespace: 'allowed' }],
      [
        true,
        { verb: 'patch', group: 'argocd-image-updater.argoproj.io', resource: 'imageupdaters', subresource: 'status' },
      ],
      [false, { verb: 'patch', group: 'argocd-image-updater.argoproj.io', resource: 'imageupdaters' }],
    ])('can ask beforehand: %p to %j', async (allowed, resourceAttributes) => {
      const api = reader().makeApiClient(AuthorizationV1Api);
      const { status } = await api.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
      expect(status?.allowed).toBe(allowed);
    });
  });

  it('the admin may do everything', async () => {
    const api = configOf(target().kubeConfig).makeApiClient(AuthorizationV1Api);
    const resourceAttributes = { verb: 'delete', group: '*', resource: '*' };
    const { status } = await api.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
    expect(status?.allowed).toBe(true);
  });
}
