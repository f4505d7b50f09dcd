import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
  /** One more repository of this server, and what tells how to log in to it. */
  add(
    name: string,
  ): Promise<{ readonly repository: BareRepository; readonly url: string; readonly access: ClusterObject }>;
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
    async add(other) {
      const added = await createBareRepository(join(root, other), { filters: true });
      const url = served.urlOf(other);
      return { repository: added, url, access: served.secretOf(url) };
    },
    async stop() {
      await served.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

interface Served extends Omit<GitRemote, 'repository' | 'add'> {
  urlOf(name: string): string;
  secretOf(url: string): ClusterObject;
}

async function serveHttp(root: string, name: string): Promise<Served> {
  const server = await startGitServer({ root, authorize: basicAuth(login.username, login.password) });
  const urlOf = (other: string) => `${server.url}/${other}`;
  const secretOf = (url: string) => repositorySecret({ url, ...login });
  const url = urlOf(name);
  return { url, urlOf, secretOf, access: [secretOf(url)], server, stop: () => server.stop() };
}

async function serveSsh(root: string, name: string): Promise<Served> {
  const sshd = await startSshd({ root });
  const urlOf = (other: string) => sshd.url(other);
  const secretOf = (url: string) => repositorySecret({ url, sshPrivateKey: sshd.client.privateKey });
  const url = urlOf(name);
  const knownHosts: ClusterObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-ssh-known-hosts-cm', namespace },
    data: { ssh_known_hosts: sshd.knownHosts },
  };
  return { url, urlOf, secretOf, access: [secretOf(url), knownHosts], server: undefined, stop: () => sshd.stop() };
}

function repositorySecret(fields: Readonly<Record<string, string>> & { readonly url: string }): ClusterObject {
  const data = Object.entries(fields).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  const labels = { 'argocd.argoproj.io/secret-type': 'repository' };
  const metadata = { name: `repo-${basename(fields.url, '.git')}`, namespace, labels };
  return { apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(data) };
}
