import { writeFileSync } from 'node:fs';
import type { KitProgram } from '../standalone/index.js';
import { startKubeFake } from './start-kube-fake.js';

/** The fake as a program: `towline-kit kube`. */
export const kubeProgram: KitProgram = {
  summary: 'The Kubernetes API of the resources that Towline uses. Faults and the request log are at /_kit.',
  options: { tls: { type: 'boolean' }, crds: { type: 'string' }, kubeconfig: { type: 'string' } },
  async start({ tls, crds, kubeconfig }, port) {
    const crdFolders = typeof crds === 'string' ? [crds] : [];
    const fake = await startKubeFake({ port, tls: tls === true, crdFolders, control: true });
    if (typeof kubeconfig === 'string') writeFileSync(kubeconfig, fake.kubeConfig, { mode: 0o600 });
    return { ready: { url: fake.url, ca: fake.ca, token: fake.token }, stop: fake.stop };
  },
};
