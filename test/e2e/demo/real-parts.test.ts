import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { describeReal, startDockerRegistry, startKubeApi } from '@towline/test-kit/real';
import { ask } from '@towline/test-kit/serve';
import { type DemoProcess, startDemo } from './demo-process.js';

describeReal('docker-registry', 'the demo with a real registry', () => {
  describeReal('kube-api', 'and a real Kubernetes API', () => {
    let demo: DemoProcess;
    const stops: (() => Promise<void>)[] = [];
    afterEach(async () => {
      demo.signal('SIGTERM');
      await demo.ended();
      for (const stop of stops.splice(0)) await stop();
    });

    it('goes the whole way, and takes its Application away', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'towline-demo-real-'));
      stops.push(() => rm(folder, { recursive: true }));
      const registry = await startDockerRegistry();
      stops.push(() => registry.stop());
      const kube = await startKubeApi();
      stops.push(() => kube.stop());
      const kubeconfig = join(folder, 'kubeconfig');
      await writeFile(kubeconfig, kube.kubeConfig);
      demo = startDemo(['--registry', registry.url, '--kubeconfig', kubeconfig]);
      const { code, stderr, hops } = await demo.ended();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(hops.at(-1)?.id).toBe('nobody-noticed');
      // A registry that tells of nothing is the only thing that is left out.
      expect(hops.map(({ id }) => id)).not.toContain('event-received');
      const tags = JSON.parse((await ask(`${registry.url}/v2/shop/web/tags/list`)).body.toString()).tags;
      expect(tags).toHaveLength(5);
      const place = `${kube.url}/apis/argoproj.io/v1alpha1/namespaces/towline-demo/applications/web`;
      const headers = { authorization: `Bearer ${kube.token}` };
      expect((await ask(place, { headers, ca: kube.ca })).status).toBe(404);
    }, 180_000);
  });
});
