export { describeReal } from './describe-real.js';
export { type DockerRegistry, type DockerRegistryOptions, startDockerRegistry } from './docker-registry.js';
export { cacheFolder, findProgram } from './find-program.js';
export { type Moto, startMoto } from './moto.js';
export { freePort, listens, runServer, type ServerProgram, type StartedServer } from './run-server.js';
export type { RealServer } from './servers.js';
export { type Sshd, type SshdOptions, startSshd } from './sshd.js';
