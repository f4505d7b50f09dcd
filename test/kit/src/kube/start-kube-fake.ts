import { randomBytes } from 'node:crypto';
import type { Clock } from '@towline/shared/ports';
import { realClock } from '../clock/index.js';
import { type RunningServer, serve } from '../serve/index.js';
import type { KubeUser } from './access.js';
import { builtinKinds } from './builtin-kinds.js';
import { kitKinds, readCrds } from './crd.js';
import { kubeConfig } from './kube-config.js';
import { kubeHandler, kubeRequestKind } from './kube-handler.js';
import type { KubeObject } from './kube-object.js';
import { apiVersionOf, type ResourceKind } from './resource-kind.js';
import { KubeStore } from './store.js';
import { OpenWatches } from './watch-streams.js';
import { createObject } from './write-objects.js';

/** How the fake is started. */
export interface KubeFakeOptions {
  /** Besides the admin, who may do everything. */
  readonly users?: readonly KubeUser[];
  /** Folders of CRDs besides the kit's own. */
  readonly crdFolders?: readonly string[];
  readonly clock?: Clock;
  readonly port?: number;
  readonly tls?: boolean;
  /** Serve `/_kit/…` for faults and the request log. */
  readonly control?: boolean;
  /** How many changes are remembered for watches and pages. */
  readonly historyLimit?: number;
}

/** A Kubernetes API that forgets everything when it stops. */
export interface KubeFake extends RunningServer {
  /** The admin's. */
  readonly token: string;
  /** The text of a kubeconfig of the admin. */
  readonly kubeConfig: string;
  readonly watches: OpenWatches;
  /** The objects of a resource by its plural name, without a request. */
  objects(plural: string): readonly KubeObject[];
  /** Creates objects without requests, as the admin would. Each says its apiVersion, kind, name and namespace. */
  seed(objects: readonly SeedObject[]): void;
  /** Forgets all history: older resourceVersions answer 410 from now on. */
  compact(): void;
}

/** An object to begin with. */
export interface SeedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Serves Applications, ApplicationSets, ImageUpdaters, Secrets, ConfigMaps, Events, Namespaces and Leases on the loopback interface. */
export async function startKubeFake(options: KubeFakeOptions = {}): Promise<KubeFake> {
  const { clock = realClock, users = [], port, tls, control } = options;
  const kinds = [...builtinKinds, ...kitKinds(), ...(options.crdFolders ?? []).flatMap(readCrds)];
  const store = new KubeStore(options.historyLimit);
  const watches = new OpenWatches(() => store.revision);
  const token = randomBytes(16).toString('hex');
  const context = { kinds, store, clock, watches, users: [...users, { name: 'admin', token }] };
  const server = await serve({ handler: kubeHandler(context), kindOf: kubeRequestKind(kinds), port, tls, control });
  return {
    ...server,
    token,
    kubeConfig: kubeConfig({ url: server.url, ca: server.ca, token }),
    watches,
    objects: (plural) => kinds.filter((kind) => kind.plural === plural).flatMap((kind) => store.list(kind)),
    seed: (objects) => objects.forEach((object) => void createObject({ store, clock }, seedRequest(kinds, object))),
    compact: () => store.compact(),
  };
}

function seedRequest(kinds: readonly ResourceKind[], object: SeedObject) {
  const kind = kinds.find((one) => one.kind === object.kind && object.apiVersion === apiVersionOf(one));
  if (kind === undefined) throw new TypeError(`no resource is served for ${object.apiVersion} ${object.kind}`);
  const { namespace } = object.metadata;
  const query = new URLSearchParams();
  const request = { verb: 'create', kind, namespace, name: undefined, subresource: undefined, query } as const;
  return { request, body: object, contentType: 'application/json', manager: 'seed' };
}
