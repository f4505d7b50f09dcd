import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DeployTool, findDeployTool, prometheusCrds } from './deploy-tools.js';
import { findKubeApi } from './find-kube-api.js';
import { cacheFolder, findProgram } from './find-program.js';

/** The real servers and clients that contract suites run against. */
export type RealServer =
  | 'docker-registry'
  | 'skopeo'
  | 'openssh'
  | 'gpg'
  | 'moto'
  | 'kube-api'
  | 'podman'
  | 'compressors'
  | 'terminal'
  | 'go'
  | 'maven'
  | 'chromium'
  | DeployTool
  | 'prometheus-crds';

interface Recipe {
  readonly installed: () => boolean;
  /** The exact command that brings it, from the root of the repository. */
  readonly install: string;
}

const have = (...names: readonly string[]) => names.every((name) => findProgram(name) !== undefined);

/** How each server is recognised and installed. */
export const realServers: Readonly<Record<RealServer, Recipe>> = {
  'docker-registry': {
    installed: () => have('docker-registry'),
    install: 'apt-get install -y docker-registry',
  },
  skopeo: { installed: () => have('skopeo'), install: 'apt-get install -y skopeo' },
  openssh: { installed: () => have('sshd', 'ssh', 'ssh-keygen'), install: 'apt-get install -y openssh-server' },
  gpg: { installed: () => have('gpg', 'gpgconf', 'gpg-agent'), install: 'apt-get install -y gnupg' },
  moto: { installed: () => findMotoServer() !== undefined, install: 'bash .ci/install-real.sh moto' },
  'kube-api': { installed: () => findKubeApi() !== undefined, install: 'bash .ci/build-kube-api.sh' },
  podman: {
    installed: () => have('podman', 'runc', 'docker', 'buildah', 'busybox'),
    install: 'bash .ci/install-real.sh podman',
  },
  compressors: { installed: () => have('xz', 'bzip2', 'zstd'), install: 'bash .ci/install-real.sh compressors' },
  terminal: { installed: () => have('script'), install: 'apt-get install -y bsdutils' },
  maven: { installed: () => have('java', 'mvn'), install: 'bash .ci/install-real.sh maven' },
  helm: deployTool('helm'),
  kustomize: deployTool('kustomize'),
  'cfn-lint': deployTool('cfn-lint'),
  'prometheus-crds': {
    installed: () => prometheusCrds.every((path) => existsSync(path)),
    install: 'bash .ci/install-real.sh prometheus-crds',
  },
  chromium: { installed: () => have('chromium'), install: 'bash .ci/install-real.sh chromium' },
  go: { installed: () => have('go'), install: 'apt-get install -y golang-go' },
};

function deployTool(name: DeployTool): Recipe {
  return { installed: () => findDeployTool(name) !== undefined, install: `bash .ci/install-real.sh ${name}` };
}

/** moto's server program: on PATH, or in the virtual environment that `.ci/install-real.sh` makes. */
export function findMotoServer(): string | undefined {
  return findProgram('moto_server', [join(cacheFolder(), 'moto', 'bin')]);
}
