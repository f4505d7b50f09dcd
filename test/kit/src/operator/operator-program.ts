import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KitProgram } from '../standalone/index.js';
import { openCluster } from './cluster.js';
import { startOperator } from './start-operator.js';

/** `towline-kit operator`: a miniature of Argo CD and of the cluster that it deploys to. */
export const operatorProgram: KitProgram = {
  summary:
    'Does what Argo CD and a cluster do, in miniature: runs the images of Applications as processes of this machine, without isolation.',
  options: {
    kubeconfig: { type: 'string' },
    namespace: { type: 'string', default: 'argocd' },
    registries: { type: 'string' },
  },
  async start({ kubeconfig, namespace, registries }, port) {
    if (typeof kubeconfig !== 'string') throw new RangeError('--kubeconfig is needed');
    // Loaded here: it brings much that who only opens a cluster has no use for.
    const { openRegistries } = await import('./open-registries.js');
    const folder = await mkdtemp(join(tmpdir(), 'towline-operator-'));
    const operator = await startOperator({
      cluster: openCluster(readFileSync(kubeconfig, 'utf8')),
      registries: openRegistries(typeof registries === 'string' ? registries : undefined),
      namespace: String(namespace),
      folder,
      port,
      onProblem: (sentence) => process.stderr.write(`towline-kit operator: ${sentence}\n`),
    });
    return {
      ready: { url: operator.url },
      async stop() {
        await operator.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
