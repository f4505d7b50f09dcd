import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretStore } from '@towline/shared/config';
import { createHttpClient } from '@towline/shared/http';
import { silentLogger } from '@towline/shared/ports';
import { runProcess, systemClock } from '@towline/shared/process';
import { createMemoryFactCache, createOciRegistry } from '@towline/shared/registry';
import { basicAuth, type GitServer, type ServedRepository, startGitServer } from '@towline/test-kit/git';
import { type KubeFake, type KubeUser, type SeedObject, startKubeFake } from '@towline/test-kit/kube';
import { type RunningRegistry, seedImage, startRegistry } from '@towline/test-kit/registry';
import {
  createManifestRepositories,
  type ManifestRepositories,
} from '../../../packages/argo-updater/src/adapters/git/manifest-repositories.js';
import { loadClusterAccess } from '../../../packages/argo-updater/src/adapters/kubernetes/access/load-cluster-access.js';
import { createApplicationEvents } from '../../../packages/argo-updater/src/adapters/kubernetes/application-events.js';
import { createRepositoryCluster } from '../../../packages/argo-updater/src/adapters/kubernetes/argocd-settings.js';
import {
  createKubeClient,
  type KubeClient,
} from '../../../packages/argo-updater/src/adapters/kubernetes/kube-client.js';
import { createLiveApplications } from '../../../packages/argo-updater/src/adapters/kubernetes/live-applications.js';
import { readCluster } from '../../../packages/argo-updater/src/adapters/kubernetes/read-cluster.js';
import { createSecretReader } from '../../../packages/argo-updater/src/adapters/kubernetes/secrets.js';
import { createCosignSignatures } from '../../../packages/argo-updater/src/adapters/signatures/cosign-signatures.js';
import type { CommitStyle, GatherOptions, PassPorts } from '../../../packages/argo-updater/src/app/pass/ports.js';
import { type DeliveredPass, runPass } from '../../../packages/argo-updater/src/app/pass/run-pass.js';
import { compileMessageTemplate } from '../../../packages/argo-updater/src/core/message/commit-message.js';

const namespace = 'argocd';
const login = { username: 'updater', password: 'updater-password' };
const author = { name: 'argo-updater', email: 'updater@example.com' };

/** An Application as a test describes it. */
export interface WorldApplication {
  readonly name: string;
  /** `alias=repository:constraint`, without a registry. */
  readonly images: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly sourceType?: string;
  readonly source?: object;
  readonly path?: string;
  /** Live images: `repository:tag`. */
  readonly live: readonly string[];
}

/** What a pass does otherwise than usual. */
export interface Overrides {
  readonly style?: Partial<CommitStyle>;
  readonly options?: Partial<GatherOptions>;
  readonly pullRequests?: PassPorts['pullRequests'];
  readonly live?: PassPorts['live'];
  /** One that remembers the passes before; each pass has its own where absent. */
  readonly registry?: PassPorts['registry'];
}

/** A cluster, a registry and a Git server, and the updater before them. */
export interface PassWorld {
  readonly registry: RunningRegistry;
  readonly git: GitServer;
  readonly manifests: ServedRepository;
  readonly kube: KubeFake;
  readonly ports: PassPorts;
  readonly client: KubeClient;
  /** An image name with the registry before it. */
  image(name: string): string;
  push(repository: string, ...tags: readonly string[]): Promise<void>;
  apply(...applications: readonly WorldApplication[]): void;
  /** Has the Git server take this password, and the one before as well. */
  acceptPassword(next: string): void;
  /** Changes the password of the Git server, first there and then in the Secret of Argo CD. */
  rotatePassword(next: string): Promise<void>;
  /** Adds annotations to an Application, as a person would. */
  annotate(name: string, annotations: Readonly<Record<string, string>>): Promise<void>;
  run(overrides?: Overrides): Promise<DeliveredPass>;
  stop(): Promise<void>;
}

/** Starts the world with these files in the manifest repository. */
export async function startPassWorld(
  files: Readonly<Record<string, string>>,
  { name = 'manifests.git', users = [] }: { readonly name?: string; readonly users?: readonly KubeUser[] } = {},
): Promise<PassWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-pass-'));
  let passwords: readonly string[] = [login.password];
  const [registry, git, kube] = await Promise.all([
    startRegistry(),
    startGitServer({ authorize: (header) => passwords.some((one) => basicAuth(login.username, one)(header)) }),
    startKubeFake({ users }),
  ]);
  const image = (name: string): string => `${registry.host}/${name}`;
  const substituted = Object.entries(files).map(([path, text]) => [path, text.replaceAll('REGISTRY', registry.host)]);
  const manifests = await git.createRepository(name, Object.fromEntries(substituted));
  const opened: ManifestRepositories[] = [];
  const ports = async () => {
    const created = await createPorts({ registry, kube, folder });
    opened.push(created.repositories);
    return created;
  };
  kube.seed([repositorySecret(manifests.url)]);
  const { made: first, client } = await ports();
  return {
    registry,
    git,
    manifests,
    kube,
    ports: first,
    client,
    image,
    async push(repository, ...tags) {
      for (const tag of tags) await seedImage(registry.state, { repository, tags: [tag], labels: { tag } });
    },
    apply: (...applications) => kube.seed(applications.map((one) => document(one, { url: manifests.url, image }))),
    async annotate(application, annotations) {
      await createHttpClient().request({
        method: 'PATCH',
        url: `${kube.url}/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${application}`,
        headers: { authorization: `Bearer ${kube.token}`, 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify({ metadata: { annotations } }),
        expect: 'none',
      });
    },
    acceptPassword(next) {
      passwords = [...passwords, next];
    },
    async rotatePassword(next) {
      passwords = [next];
      const path = `/api/v1/namespaces/${namespace}/secrets/manifests`;
      await client.mergePatch({ path, body: { data: { password: Buffer.from(next).toString('base64') } } });
    },
    async run({ style, options, ...others } = {}) {
      return runPass(
        { ...(await ports()).made, ...others },
        {
          controllerNamespace: namespace,
          emails: [author.email],
          concurrency: { lookups: 20, writes: 4 },
          style: { template: compileMessageTemplate(''), author, signOff: false, batch: false, ...style },
          ...options,
        },
      );
    },
    async stop() {
      for (const repositories of opened) await repositories[Symbol.asyncDispose]();
      await Promise.all([registry.stop(), git.stop(), kube.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Servers {
  readonly registry: RunningRegistry;
  readonly kube: KubeFake;
  readonly folder: string;
}

async function createPorts({ registry, kube, folder }: Servers) {
  const clock = { now: Date.now, sleep: async () => undefined };
  const kubeConfig = join(folder, 'kubeconfig');
  await writeFile(kubeConfig, kube.kubeConfig);
  const client = createKubeClient(await loadClusterAccess({ kubeConfig, environment: {}, clock: systemClock }));
  const repositories = createManifestRepositories(
    {
      run: runProcess,
      clock,
      environment: process.env,
      places: {
        cluster: createRepositoryCluster(client, { namespace }),
        secrets: createSecretStore({ resolvers: [] }),
      },
    },
    { identity: author },
  );
  const anonymous = { credentials: async () => ({ kind: 'anonymous' }) as const };
  const reading = createOciRegistry(
    { http: createHttpClient(), clock, log: silentLogger, cache: createMemoryFactCache(), credentials: anonymous },
    { name: registry.host, url: registry.url },
  );
  const made: PassPorts = {
    applications: { read: ({ signal }) => readCluster(client, { namespaces: [namespace], signal }) },
    registry: reading,
    signatures: createCosignSignatures({ registry: reading, secrets: createSecretReader(client) }),
    repositories,
    histories: {
      read: async () => {
        throw new Error('no test here asks for history');
      },
      author: async () => undefined,
    },
    pullRequests: {
      open: async () => {
        throw new Error('no test here asks for pull requests');
      },
    },
    live: createLiveApplications(client),
    events: createApplicationEvents({ client, clock }),
    clock,
    log: silentLogger,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    random: () => 0,
  };
  return { made, repositories, client };
}

function repositorySecret(url: string): SeedObject {
  const data = Object.entries({ url, ...login }).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  const labels = { 'argocd.argoproj.io/secret-type': 'repository' };
  const metadata = { name: 'manifests', namespace, labels };
  return { apiVersion: 'v1', kind: 'Secret', metadata, ...{ data: Object.fromEntries(data) } };
}

interface Place {
  readonly url: string;
  readonly image: (name: string) => string;
}

function document(application: WorldApplication, { url, image }: Place): SeedObject {
  const { name, images, annotations = {}, sourceType = 'Kustomize', source, path = `apps/${name}`, live } = application;
  const list = images.split(',').map((entry) => entry.replace('=', `=${image('')}`));
  const spec = {
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
    source: { repoURL: url, path, targetRevision: 'main', ...source },
  };
  const metadata = {
    name,
    namespace,
    annotations: {
      'argocd-image-updater.argoproj.io/image-list': list.join(','),
      'argocd-image-updater.argoproj.io/write-back-method': 'git',
      ...annotations,
    },
  };
  const status = { sourceType, summary: { images: live.map(image) } };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, ...{ spec, status } };
}
