import { describe, expect, it } from '@jest/globals';
import { makeInformer } from '@kubernetes/client-node';
import {
  application,
  applications,
  configOf,
  customObjects,
  cuttableWayTo,
  freshNamespace,
  type KubernetesTarget,
  type OpenWatch,
  openWatch,
} from './kubernetes-client.js';

/** Watches: what they begin with, how they go on, how they end. */
export function watchSuite(target: () => KubernetesTarget): void {
  const open = () => {
    const namespace = freshNamespace();
    const config = configOf(target().kubeConfig);
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`;
    const apps = customObjects(config, applications, namespace);
    return { config, path, apps, watch: (query = {}) => openWatch(config, path, query) };
  };
  const take = async (watch: OpenWatch, count: number) => {
    const events: string[] = [];
    while (events.length < count) {
      const event = await watch.next();
      if (event === undefined) break;
      events.push(`${event.type} ${event.object.metadata.name}`);
    }
    return events;
  };

  describe('a watch', () => {
    it('begins with what is there and follows every change', async () => {
      const { apps, watch } = open();
      await apps.create(application('old'));
      const watching = await watch();
      expect(await take(watching, 1)).toEqual(['ADDED old']);
      await apps.create(application('web'));
      await apps.patch('web', 'merge-patch+json', { spec: { project: 'other' } });
      await apps.delete('web');
      expect(await take(watching, 3)).toEqual(['ADDED web', 'MODIFIED web', 'DELETED web']);
      watching.stop();
    });

    it('goes on from a version, missing nothing and repeating nothing', async () => {
      const { apps, watch } = open();
      await apps.create(application('a'));
      const { resourceVersion } = (await apps.list()).metadata;
      await apps.create(application('b'));
      await apps.delete('a');
      const watching = await watch({ resourceVersion });
      expect(await take(watching, 2)).toEqual(['ADDED b', 'DELETED a']);
      watching.stop();
    });

    it('sees an object that leaves its selection as deleted, and one that enters as added', async () => {
      const { apps, watch } = open();
      await apps.create(application('web', { labels: { team: 'a' } }));
      const watching = await watch({ labelSelector: 'team=a' });
      await apps.patch('web', 'merge-patch+json', { metadata: { labels: { team: 'b' } } });
      await apps.patch('web', 'merge-patch+json', { metadata: { labels: { team: 'a' } } });
      expect(await take(watching, 3)).toEqual(['ADDED web', 'DELETED web', 'ADDED web']);
      watching.stop();
    });

    it('gives a deleted object the version of its end', async () => {
      const { apps, watch } = open();
      const { metadata } = await apps.create(application('web'));
      const watching = await watch({ resourceVersion: metadata.resourceVersion });
      await apps.delete('web');
      const event = await watching.next();
      expect(Number(event?.object.metadata.resourceVersion)).toBeGreaterThan(Number(metadata.resourceVersion));
      watching.stop();
    });

    it('ends with 410 where the version is forgotten', async () => {
      const { apps, watch } = open();
      await apps.create(application('a'));
      await apps.create(application('b'));
      await target().compact();
      const watching = await watch({ resourceVersion: '1' });
      expect(await watching.next()).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
      expect(await watching.next()).toBeUndefined();
    });

    it('marks the end of its beginning with a bookmark where it is asked to', async () => {
      const { apps, watch } = open();
      await apps.create(application('web'));
      const query = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true };
      const watching = await watch(query);
      expect(await take(watching, 1)).toEqual(['ADDED web']);
      expect(await watching.next()).toMatchObject({
        type: 'BOOKMARK',
        object: { kind: 'Application', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
      });
      watching.stop();
    });

    it('ends after timeoutSeconds', async () => {
      const { watch } = open();
      expect(await (await watch({ timeoutSeconds: 1 })).next()).toBeUndefined();
    });

    it('loses nothing when its connection is cut and it goes on from the last version it saw', async () => {
      const { apps, path } = open();
      const way = await cuttableWayTo(target().kubeConfig);
      const watching = await openWatch(configOf(way.kubeConfig), path);
      await apps.create(application('a'));
      const seen = await watching.next();
      way.cut();
      expect(await watching.next()).toBeUndefined();
      await apps.create(application('b'));
      const { resourceVersion } = seen?.object.metadata ?? { resourceVersion: '' };
      const resumed = await openWatch(configOf(way.kubeConfig), path, { resourceVersion });
      expect(await take(resumed, 1)).toEqual(['ADDED b']);
      resumed.stop();
      await way.stop();
    });
  });

  it('an informer hears of additions, updates and deletions', async () => {
    const { apps, config, path } = open();
    const informer = makeInformer(config, path, async () => JSON.parse(JSON.stringify(await apps.list())));
    const heard: string[] = [];
    const gone = new Promise<void>((resolve) => {
      informer.on('add', ({ metadata }) => heard.push(`add ${metadata?.name}`));
      informer.on('update', ({ metadata }) => heard.push(`update ${metadata?.name}`));
      informer.on('delete', ({ metadata }) => {
        heard.push(`delete ${metadata?.name}`);
        resolve();
      });
    });
    await informer.start();
    await apps.create(application('web'));
    await apps.patch('web', 'merge-patch+json', { spec: { project: 'other' } });
    await apps.delete('web');
    await gone;
    await informer.stop();
    expect(heard).toEqual(['add web', 'update web', 'delete web']);
  });
}
