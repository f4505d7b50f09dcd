import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CuttableWay, cuttableWayTo } from '../../contract/kubernetes-client.js';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { clientOf } from './copy-into.js';
import { kustomization, web } from './live-world.js';
import { startReceiver } from './receiver.js';
import { type ReplicaProcess, startReplica } from './replica-process.js';

/** The cluster that a chaos happens in. */
export interface ChaosCluster {
  readonly kubeConfig: string;
  stop(): Promise<void>;
}

/** A replica with a way of its own to the API server. */
export interface Member {
  readonly name: string;
  readonly way: CuttableWay;
  readonly process: ReplicaProcess;
}

/** Replicas, and what people do around them. */
export interface ChaosWorld {
  readonly world: PassWorld;
  readonly cluster: ChaosCluster;
  readonly members: Member[];
  /** Starts one more; the same name again is the same pod after a new start. */
  start(name: string): Promise<void>;
  /** Kills one, which leaves its Lease behind. */
  kill(member: Member): Promise<void>;
  /** The tag that stands in the manifest of an Application. */
  tagIn(name: string): Promise<string | undefined>;
  /** What people were told, in a line each. */
  readonly told: readonly string[];
  /** What Argo CD says: which tag of an Application runs, and how. */
  deploy(name: string, tag: string, health: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything, with one Application for each of the names, and so many replicas. */
export async function startChaosWorld(
  names: readonly string[],
  replicas: number,
  open: (world: PassWorld) => Promise<ChaosCluster>,
): Promise<ChaosWorld> {
  const files = names.map((name) => [`apps/${name}/kustomization.yaml`, kustomization('1.0.0', name)]);
  const world = await startPassWorld(Object.fromEntries(files));
  for (const name of names) await world.push(name, '1.0.0');
  world.apply(...names.map((name) => ({ ...web, name, images: `${name}=${name}:1.x`, live: [`${name}:1.0.0`] })));
  const cluster = await open(world);
  const folder = await mkdtemp(join(tmpdir(), 'towline-chaos-'));
  const members: Member[] = [];
  const [receiver, client] = await Promise.all([startReceiver(), clientOf(cluster.kubeConfig)]);
  const chaos: ChaosWorld = {
    world,
    cluster,
    members,
    told: receiver.told,
    async start(name) {
      const way = await cuttableWayTo(cluster.kubeConfig);
      const place = { kubeConfig: way.kubeConfig, registry: world.registry.host, folder, receiver };
      members.push({ name, way, process: await startReplica(place, { name, interval: '1s' }) });
    },
    async kill(member) {
      members.splice(members.indexOf(member), 1);
      member.process.signal('SIGKILL');
      await member.process.ended;
      await member.way.stop();
    },
    async tagIn(name) {
      return /newTag: (.*)/.exec((await world.manifests.read(`apps/${name}/kustomization.yaml`)) ?? '')?.[1];
    },
    async deploy(name, tag, health) {
      const status = {
        summary: { images: [`${world.image(name)}:${tag}`] },
        sync: { status: 'Synced' },
        health: { status: health },
      };
      const path = `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`;
      await client.mergePatch({ path, body: { status } });
    },
    async stop() {
      await Promise.all([...members].map(chaos.kill));
      await Promise.all([cluster.stop(), world.stop(), receiver.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await Promise.all(Array.from({ length: replicas }, (_, index) => chaos.start(`updater-${index}`)));
  return chaos;
}
