import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BareRepository,
  basicAuth,
  createBareRepository,
  type GitServer,
  startGitServer,
} from '@towline/test-kit/git';
import { startSshd } from '@towline/test-kit/real';
import type { ClusterObject } from './cluster.js';

/** How a repository is reached. */
export type Transport = 'http' | 'ssh';

/** A manifest repository behind a server that lets in one login only. */
export interface GitRemote {
  readonly repository: BareRepository;
  readonly url: string;
  /** What tells Argo CD, and so the updater, how to log in. */
  readonly access: readonly ClusterObject[];
  /** Undefined where the transport is SSH. */
  readonly server: GitServer | undefined;
  stop(): Promise<void>;
}

/** A login that the servers of the worlds know. */
export const login = { username: 'updater', password: 'updater-password' } as const;
const namespace = 'argocd';

/** Serves a new, empty repository. */
export async function startGitRemote(transport: Transport): Promise<GitRemote> {
  const root = await mkdtemp(join(tmpdir(), 'towline-git-remote-'));
  const name = 'acme/manifests.git';
  const repository = await createBareRepository(join(root, name), { filters: true });
  const served = transport === 'http' ? await serveHttp(root, name) : await serveSsh(root, name);
  return {
    ...served,
    repository,
    async stop() {
      await served.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Served = Omit<GitRemote, 'repository'>;

async function serveHttp(root: string, name: string): Promise<Served> {
  const server = await startGitServer({ root, authorize: basicAuth(login.username, login.password) });
  const url = `${server.url}/${name}`;
  return { url, access: [repositorySecret({ url, ...login })], server, stop: () => server.stop() };
}

async function serveSsh(root: string, name: string): Promise<Served> {
  const sshd = await startSshd({ root });
  const url = sshd.url(name);
  const knownHosts: ClusterObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-ssh-known-hosts-cm', namespace },
    data: { ssh_known_hosts: sshd.knownHosts },
  };
  const secret = repositorySecret({ url, sshPrivateKey: sshd.client.privateKey });
  return { url, access: [secret, knownHosts], server: undefined, stop: () => sshd.stop() };
}

function repositorySecret(fields: Readonly<Record<string, string>>): ClusterObject {
  const data = Object.entries(fields).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  const labels = { 'argocd.argoproj.io/secret-type': 'repository' };
  const metadata = { name: 'manifests', namespace, labels };
  return { apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(data) };
}
