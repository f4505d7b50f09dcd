import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { createContainersHome, type KnownRegistry } from './containers-home.js';
import { listensAt, runServer } from './run-server.js';

/** The docker program on podman's service: what `docker build && docker push` of a pipeline really does. */
export interface Podman {
  /** Empty, for build contexts. */
  readonly folder: string;
  /** What makes docker, podman and buildah use this service, its storage and its home. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the docker program and gives what it wrote; `input` is what it reads. */
  docker(args: readonly string[], input?: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts podman's service with a storage and a home of its own. Processes here may not raise their limits, so containers get lower
 * ones, and builds are isolated by chroot: no container engine's privileges are needed.
 */
export async function startPodman(registries: readonly KnownRegistry[]): Promise<Podman> {
  const home = await createContainersHome(registries);
  const socket = join(home.folder, 'podman.sock');
  const folder = join(home.folder, 'context');
  await mkdir(folder);
  const env = { ...home.env, ...(await configure(home.folder)), BUILDAH_ISOLATION: 'chroot' };
  const server = await runServer({
    command: 'podman',
    args: ['system', 'service', '--time=0', `unix://${socket}`],
    env,
    ready: () => listensAt(socket),
  });
  // The classic builder: podman's service knows no other.
  const client = { ...env, DOCKER_HOST: `unix://${socket}`, DOCKER_BUILDKIT: '0' };
  return {
    folder,
    env: client,
    async docker(args, input) {
      const { stdout } = await runProcess({
        command: 'docker',
        args,
        env: { ...inheritedEnvironment(process.env, ['PATH']), ...client },
        input,
        cwd: folder,
        maxOutputBytes: 1 << 20,
        timeoutMs: 120_000,
      });
      return Buffer.from(stdout).toString('utf8');
    },
    async stop() {
      await server.stop();
      await home.remove();
    },
  };
}

async function configure(folder: string): Promise<Readonly<Record<string, string>>> {
  const containers = join(folder, 'containers.conf');
  const storage = join(folder, 'storage.conf');
  await writeFile(
    containers,
    '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=100:100"]\nnetns = "host"\n' +
      '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n',
  );
  await writeFile(
    storage,
    `[storage]\ndriver = "vfs"\ngraphroot = "${join(folder, 'store')}"\nrunroot = "${join(folder, 'run')}"\n`,
  );
  return { CONTAINERS_CONF: containers, CONTAINERS_STORAGE_CONF: storage };
}
