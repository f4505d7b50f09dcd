export type { KubeRule, KubeUser } from './access.js';
export { crdFolder } from './crd.js';
export { type KubeEndpoint, kubeConfig } from './kube-config.js';
export type { KubeObject } from './kube-object.js';
export { kubeProgram } from './program.js';
export { type KubeFake, type KubeFakeOptions, type SeedObject, startKubeFake } from './start-kube-fake.js';
