import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inheritedEnvironment, startProcess } from '@towline/shared/process';
import { crdFolder, type KubeUser, kubeConfig } from '../kube/index.js';
import { findKubeApi } from './find-kube-api.js';
import { kubeApiCompactedSchema, kubeApiReadySchema } from './schema.js';

/** How the real API server is started. */
export interface KubeApiOptions {
  /** Besides the admin, who may do everything. */
  readonly users?: readonly KubeUser[];
  /** Files of CRDs, or folders of them, besides the kit's own. */
  readonly crds?: readonly string[];
}

/** A real Kubernetes API server with an etcd of its own, on the loopback interface. */
export interface KubeApi {
  readonly url: string;
  /** Its certificate authority, as PEM. */
  readonly ca: string;
  /** The admin's. */
  readonly token: string;
  /** The text of a kubeconfig of the admin. */
  readonly kubeConfig: string;
  /** Has etcd forget all history. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the program that `.ci/build-kube-api.sh` built. One for a test file is enough: let each test have its own namespace. */
export async function startKubeApi({ users = [], crds = [] }: KubeApiOptions = {}): Promise<KubeApi> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-kube-users-'));
  const usersFile = join(folder, 'users.json');
  await writeFile(usersFile, JSON.stringify(users), { mode: 0o600 });
  const server = startProcess({
    command: findKubeApi() ?? 'kube-api',
    args: ['-users', usersFile, crdFolder, ...crds],
    env: inheritedEnvironment(process.env, ['TMPDIR']),
  });
  const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const nextAnswer = async (): Promise<unknown> => {
    const { done, value } = await answers.next();
    if (done !== true) return JSON.parse(value);
    await server.done;
    throw new TypeError('kube-api ended before it answered');
  };
  try {
    const { url, caFile, token } = kubeApiReadySchema.parse(await nextAnswer());
    const ca = await readFile(caFile, 'utf8');
    return {
      url,
      ca,
      token,
      kubeConfig: kubeConfig({ url, ca, token }),
      async compact() {
        server.stdin.write('compact\n');
        kubeApiCompactedSchema.parse(await nextAnswer());
      },
      async stop() {
        server.stdin.end();
        await server.done;
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
