import { describe, expect, it } from '@jest/globals';
import { CustomObjectsApi, VersionApi } from '@kubernetes/client-node';
import {
  application,
  applications,
  type CustomList,
  configOf,
  customObjects,
  freshNamespace,
  type KubernetesTarget,
  refusalOf,
} from './kubernetes-client.js';

/** Lists: namespaces, selectors, pages. */
export function listSuite(target: () => KubernetesTarget): void {
  const open = async (...names: readonly string[]) => {
    const namespace = freshNamespace();
    const apps = customObjects(configOf(target().kubeConfig), applications, namespace);
    for (const name of names)
      await apps.create(application(name, { labels: { name, ...(name === 'c' ? {} : { team: 'x' }) } }));
    return { namespace, apps };
  };
  const namesOf = ({ items }: CustomList) => items.map(({ metadata }) => metadata.name);

  describe('a list', () => {
    it('is of its kind and says its version', async () => {
      const { apps } = await open('a');
      const list = await apps.list();
      expect(list).toMatchObject({ kind: 'ApplicationList', apiVersion: 'argoproj.io/v1alpha1' });
      expect(Number(list.metadata.resourceVersion)).toBeGreaterThanOrEqual(
        Number(list.items[0]?.metadata.resourceVersion),
      );
    });

    it('is of one namespace, in order of name', async () => {
      const { apps } = await open('b', 'a');
      await open('elsewhere');
      expect(namesOf(await apps.list())).toEqual(['a', 'b']);
    });

    it('is of all namespaces where none is named', async () => {
      const first = await open('a');
      const second = await open('a');
      const api = configOf(target().kubeConfig).makeApiClient(CustomObjectsApi);
      const query = { group: applications.group, version: 'v1alpha1', plural: applications.plural };
      const all: CustomList = await api.listCustomObjectForAllNamespaces(query);
      const namespaces = all.items.map(({ metadata }) => metadata.namespace);
      expect(namespaces).toEqual(expect.arrayContaining([first.namespace, second.namespace]));
    });

    it.each([
      ['name=a', 'a'],
      ['name==a', 'a'],
      ['name!=a', 'b c'],
      ['name in (a,c)', 'a c'],
      ['name notin (a,c)', 'b'],
      ['team', 'a b'],
      ['!team', 'c'],
      ['team!=x', 'c'],
      ['team=x,name!=a', 'b'],
      ['team in (x),name in (b,c)', 'b'],
    ])('takes the label selector %s', async (labelSelector, names) => {
      const { apps } = await open('a', 'b', 'c');
      expect(namesOf(await apps.list({ labelSelector })).join(' ')).toBe(names);
    });

    it.each([
      ['metadata.name=a', 'a'],
      ['metadata.name!=a', 'b c'],
      ['metadata.namespace=none', ''],
    ])('takes the field selector %s', async (fieldSelector, names) => {
      const { apps } = await open('a', 'b', 'c');
      expect(namesOf(await apps.list({ fieldSelector })).join(' ')).toBe(names);
    });

    it.each([{ labelSelector: 'name in a' }, { fieldSelector: 'spec.project=default' }, { _continue: 'nonsense' }])(
      'refuses %p',
      async (query) => {
        const { apps } = await open();
        expect((await refusalOf(apps.list(query))).code).toBe(400);
      },
    );

    it('comes in pages that show the collection as the first one saw it', async () => {
      const { apps } = await open('a', 'b', 'c', 'd', 'e');
      const first = await apps.list({ limit: 2 });
      expect(namesOf(first)).toEqual(['a', 'b']);
      expect(first.metadata.remainingItemCount).toBe(3);
      await apps.delete('c');
      await apps.create(application('dd'));
      await apps.patch('d', 'merge-patch+json', { spec: { project: 'late' } });
      const second = await apps.list({ limit: 2, _continue: tokenOf(first) });
      expect(namesOf(second)).toEqual(['c', 'd']);
      expect(second.items[1]?.spec).toMatchObject({ project: 'default' });
      const third = await apps.list({ limit: 2, _continue: tokenOf(second) });
      expect(namesOf(third)).toEqual(['e']);
      expect([third.metadata.resourceVersion, tokenOf(third)]).toEqual([first.metadata.resourceVersion, '']);
    });

    it('cannot go on from a page whose version is forgotten', async () => {
      const { apps } = await open('a', 'b', 'c');
      const first = await apps.list({ limit: 1 });
      await apps.delete('c');
      await target().compact();
      const refusal = await refusalOf(apps.list({ limit: 1, _continue: tokenOf(first) }));
      expect([refusal.code, refusal.reason]).toEqual([410, 'Expired']);
    });
  });

  it('the server says its version', async () => {
    const version = await configOf(target().kubeConfig).makeApiClient(VersionApi).getCode();
    expect(version.gitVersion).toMatch(/^v/);
  });
}

function tokenOf({ metadata }: CustomList): string {
  return metadata._continue ?? metadata.continue ?? '';
}
