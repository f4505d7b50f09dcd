import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, runArgoUpdater } from '../cli/run-argo-updater.js';
import { type Cluster, startCluster } from './cluster.js';
import { type GitRemote, startGitRemote, type Transport } from './git-remote.js';
import { type BeforeAnswer, type ImageRegistry, type RegistryKind, startImageRegistry } from './image-registry.js';

/** What a world is made of: fakes or real servers, and a way to Git. */
export interface Servers {
  readonly kind: 'fake' | 'real';
  readonly transport: Transport;
  /** Of the same kind where absent. */
  readonly registry?: RegistryKind;
}

/** A cluster, a registry and a manifest repository, and the program before them as users start it. */
export interface UpdaterWorld {
  readonly cluster: Cluster;
  readonly registry: ImageRegistry;
  readonly git: GitRemote;
  /** What the placeholders of texts stand for. */
  readonly places: Readonly<Record<string, string>>;
  /** `argo-updater <command> --kubeconfig … --registries-conf-path …`, in a process of its own. */
  run(command: readonly string[], ...more: readonly string[]): Promise<Ended>;
  stop(): Promise<void>;
}

/** Starts the servers, all of them empty but for what the cluster must know to reach the manifest repository. */
export async function startUpdaterWorld(
  { kind, transport, registry: registryKind = kind }: Servers,
  beforeAnswer?: BeforeAnswer,
): Promise<UpdaterWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-world-'));
  const [cluster, registry, git] = await Promise.all([
    startCluster(kind),
    startImageRegistry(registryKind, beforeAnswer),
    startGitRemote(transport),
  ]);
  for (const object of git.access) await cluster.create(object);
  const [kubeConfig, conf] = [join(folder, 'kubeconfig'), join(folder, 'registries.conf')];
  await writeFile(kubeConfig, cluster.kubeConfig);
  const entry = { name: 'here', prefix: registry.host, api_url: registry.url };
  // JSON is YAML.
  await writeFile(conf, JSON.stringify({ registries: [entry] }));
  return {
    cluster,
    registry,
    git,
    places: { REGISTRY: registry.host, GIT: git.url },
    run: (command, ...more) =>
      runArgoUpdater([...command, '--kubeconfig', kubeConfig, '--registries-conf-path', conf, ...more], {
        environment: { ...registry.environment, ARGOCD_NAMESPACE: 'argocd', HOME: folder },
      }),
    async stop() {
      await Promise.all([cluster.stop(), registry.stop(), git.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
