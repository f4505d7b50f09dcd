import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@towline/shared/process';
import { ask } from '@towline/test-kit/serve';
import type { Receiver } from './receiver.js';

/** A replica in a process of its own. */
export interface ReplicaProcess {
  readonly url: string;
  /** What it wrote to standard error. */
  log(): string;
  signal(name: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Sends it a webhook that tells of a tag; resolves with the status of the answer. */
  tell(repository: string, tag: string): Promise<number>;
}

/** Where replicas find everything. */
export interface ReplicaWorld {
  /** The text of a kubeconfig. */
  readonly kubeConfig: string;
  /** `host:port` of a registry that speaks plain HTTP. */
  readonly registry: string;
  readonly folder: string;
  /** Who is told of failures; nobody where absent. */
  readonly receiver?: Pick<Receiver, 'url' | 'secret'> | undefined;
}

/** How one replica is started. */
export interface ReplicaOptions {
  /** Its cache folder bears this name, so that whoever bears it later finds what was left behind. */
  readonly name: string;
  readonly interval: string;
}

/** How replicas keep their Leases. */
export const leases = { durationMs: 4_000, retryMs: 500 };

const program = fileURLToPath(new URL('../../../packages/argo-updater/bin/argo-updater.js', import.meta.url));

/** Starts the built program; resolves once it says that it is ready. */
export async function startReplica(world: ReplicaWorld, { name, interval }: ReplicaOptions): Promise<ReplicaProcess> {
  const { folder, registry, receiver } = world;
  const own = join(folder, name);
  await mkdir(join(own, 'tmp'), { recursive: true });
  const kubeConfig = join(own, 'kubeconfig');
  await writeFile(kubeConfig, world.kubeConfig);
  const conf = `registries:\n- name: kit\n  prefix: ${registry}\n  api_url: http://${registry}\n  insecure: true\n`;
  await writeFile(join(folder, 'registries.conf'), conf);
  const port = await freePort();
  const flags = {
    interval,
    kubeconfig: kubeConfig,
    'registries-conf-path': join(folder, 'registries.conf'),
    'cache-dir': join(own, 'cache'),
    'argocd-namespace': 'argocd',
    'lease-duration': `${leases.durationMs}ms`,
    'lease-retry-period': `${leases.retryMs}ms`,
    'health-probe-bind-address': '0',
    'webhook-port': String(port),
    'server-host': '127.0.0.1',
    'peer-token': 'env:PEER_TOKEN',
    ...(receiver && { 'notify-webhook-url': receiver.url, 'notify-webhook-secret': 'env:NOTIFY_SECRET' }),
  };
  const args = [
    'run',
    '--enable-webhook',
    '--webhook-require-secret=false',
    ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
  ];
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      ...inheritedEnvironment(process.env, ['PATH']),
      TMPDIR: join(own, 'tmp'),
      POD_NAME: name,
      POD_IP: '127.0.0.1',
      PEER_TOKEN: 'token-of-the-peers',
      NOTIFY_SECRET: receiver?.secret ?? '',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (data) => {
    log += data;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  const replica: ReplicaProcess = {
    url,
    log: () => log,
    signal: (signal) => void child.kill(signal),
    ended,
    async tell(repository, tag) {
      const body = JSON.stringify({ repository: `${registry}/${repository}`, tag });
      const headers = { 'content-type': 'application/json' };
      const { status } = await ask(`${url}/webhook?type=generic`, { method: 'POST', headers, body });
      return status;
    },
  };
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the replica ended with ${child.exitCode}: ${log}`);
    return (await ask(`${url}/readyz`).catch(() => undefined))?.status === 200;
  });
  return replica;
}

/** Looks again and again until something is so: what another process does can only be looked at. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await wait(25);
}

/** Two servers never listen on one port, so that this one stays free until it is used, but for a race that nobody runs. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
