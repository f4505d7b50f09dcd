export type { KnownRegistry } from './containers-home.js';
export { type DeployTool, prometheusCrds, runDeployTool } from './deploy-tools.js';
export { describeReal } from './describe-real.js';
export { type DockerRegistry, type DockerRegistryOptions, startDockerRegistry } from './docker-registry.js';
export { findKubeApi, kubeApiPath } from './find-kube-api.js';
export { cacheFolder, findProgram } from './find-program.js';
export { type KubeApi, type KubeApiOptions, startKubeApi } from './kube-api.js';
export { type Moto, startMoto } from './moto.js';
export { type Podman, startPodman } from './podman.js';
export { freePort, listens, runServer, type ServerProgram, type StartedServer } from './run-server.js';
export type { RealServer } from './servers.js';
export { createSkopeo, type Skopeo } from './skopeo.js';
export {
  type ForcedSshdOptions,
  type Sshd,
  type SshdOptions,
  type SshKey,
  startForcedSshd,
  startSshd,
} from './sshd.js';
