import { connect, createServer, type Socket } from 'node:net';
import {
  type ApiException,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  setHeaderOptions,
  Watch,
} from '@kubernetes/client-node';

/** A Kubernetes API to test, started with {@link suiteUsers}. */
export interface KubernetesTarget {
  /** The admin's. */
  readonly kubeConfig: string;
  compact(): Promise<void>;
  stop(): Promise<void>;
}

/** An object as the custom objects API gives it. */
export interface CustomObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string; readonly resourceVersion: string };
  readonly [key: string]: unknown;
}

export type PatchType = 'merge-patch+json' | 'json-patch+json' | 'strategic-merge-patch+json' | 'apply-patch+yaml';

/** The namespaced custom objects of one resource, in one namespace. */
export function customObjects(config: KubeConfig, resource: { group: string; plural: string }, namespace: string) {
  const api = config.makeApiClient(CustomObjectsApi);
  const place = { ...resource, version: 'v1alpha1', namespace };
  const as = (type: PatchType) => setHeaderOptions('Content-Type', `application/${type}`);
  return {
    create: (body: unknown, dryRun?: 'All'): Promise<CustomObject> =>
      api.createNamespacedCustomObject({ ...place, body, ...(dryRun && { dryRun }) }),
    get: (name: string): Promise<CustomObject> => api.getNamespacedCustomObject({ ...place, name }),
    list: (query: { labelSelector?: string; fieldSelector?: string; limit?: number; _continue?: string } = {}) =>
      api.listNamespacedCustomObject({ ...place, ...query }) as Promise<CustomList>,
    replace: (name: string, body: unknown): Promise<CustomObject> =>
      api.replaceNamespacedCustomObject({ ...place, name, body }),
    replaceStatus: (name: string, body: unknown): Promise<CustomObject> =>
      api.replaceNamespacedCustomObjectStatus({ ...place, name, body }),
    patch: (name: string, type: PatchType, body: unknown): Promise<CustomObject> =>
      api.patchNamespacedCustomObject({ ...place, name, body }, as(type)),
    patchWith: ({ type, ...patch }: Patch): Promise<CustomObject> =>
      api.patchNamespacedCustomObject({ ...place, ...patch }, as(type)),
    patchStatus: (name: string, type: PatchType, body: unknown): Promise<CustomObject> =>
      api.patchNamespacedCustomObjectStatus({ ...place, name, body }, as(type)),
    delete: (name: string, body?: object): Promise<Record<string, unknown>> =>
      api.deleteNamespacedCustomObject({ ...place, name, ...(body && { body }) }),
    deleteAll: (labelSelector: string): Promise<unknown> =>
      api.deleteCollectionNamespacedCustomObject({ ...place, labelSelector }),
  };
}

interface Patch {
  name: string;
  type: PatchType;
  body: unknown;
  fieldManager?: string;
  force?: boolean;
  dryRun?: 'All';
}

export interface CustomList {
  readonly items: readonly CustomObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly _continue?: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** A client's configuration from the text of a kubeconfig, as another user where a token is given. */
export function configOf(kubeConfig: string, token?: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(kubeConfig);
  const user = config.getCurrentUser();
  if (token !== undefined && user !== null) Object.assign(user, { token });
  return config;
}

/** What a refused call was refused with. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ code: number; reason: string; message: string; details: unknown }> {
  try {
    await call;
  } catch (error) {
    const { code, body } = error as ApiException<unknown>;
    // The client drops the body of a 401.
    if (code === 401) return { code, reason: 'Unauthorized', message: '', details: undefined };
    if (typeof body !== 'string') throw error;
    const { reason, message, details } = JSON.parse(body);
    return { code, reason, message, details };
  }
  throw new Error('the call was not refused');
}

export interface WatchEvent {
  readonly type: string;
  readonly object: CustomObject & { readonly code?: number; readonly reason?: string };
}

/** An open watch, read event by event. */
export interface OpenWatch {
  /** The next event; undefined once the watch has ended. */
  next(): Promise<WatchEvent | undefined>;
  stop(): void;
}

/** Opens a watch on a path by the client's own Watch. */
export async function openWatch(
  config: KubeConfig,
  path: string,
  query: Record<string, string | number | boolean> = {},
): Promise<OpenWatch> {
  const events: WatchEvent[] = [];
  let ended = false;
  let wake: () => void = () => undefined;
  const controller = await new Watch(config).watch(
    path,
    query,
    (type, object) => {
      events.push({ type, object });
      wake();
    },
    () => {
      ended = true;
      wake();
    },
  );
  return {
    async next() {
      while (events.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return events.shift();
    },
    stop: () => controller.abort(),
  };
}

/** A way to an API that can be cut. */
export interface CuttableWay {
  readonly kubeConfig: string;
  /** Breaks all connections that are open and, where asked, every new one until it is opened again. */
  cut(options?: { readonly refuse?: boolean }): void;
  open(): void;
  stop(): Promise<void>;
}

/** Puts a TCP proxy before the API of a kubeconfig. */
export async function cuttableWayTo(kubeConfig: string): Promise<CuttableWay> {
  const server = new URL(configOf(kubeConfig).getCurrentCluster()?.server ?? '');
  const sockets = new Set<Socket>();
  let refusing = false;
  const proxy = createServer((near) => {
    if (refusing) return void near.destroy();
    const far = connect(Number(server.port), server.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const cut: CuttableWay['cut'] = ({ refuse = false } = {}) => {
    refusing = refuse;
    for (const socket of sockets) socket.destroy();
  };
  return {
    kubeConfig: kubeConfig.replace(server.host, `127.0.0.1:${port}`),
    cut,
    open: () => {
      refusing = false;
    },
    async stop() {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** The typed clients of the built-in resources. */
export function builtinsOf(config: KubeConfig) {
  return { core: config.makeApiClient(CoreV1Api), coordination: config.makeApiClient(CoordinationV1Api) };
}

/** The users that a target is started with, besides its admin. */
export const suiteUsers = [
  {
    name: 'system:serviceaccount:argocd:reader',
    token: 'token-of-the-reader',
    rules: [
      {
        verbs: ['get', 'list', 'watch'],
        apiGroups: ['argoproj.io'],
        resources: ['applications'],
        namespaces: ['allowed'],
      },
      { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['known'], namespaces: ['allowed'] },
      { verbs: ['patch'], apiGroups: ['argocd-image-updater.argoproj.io'], resources: ['imageupdaters/status'] },
    ],
  },
];

export const applications = { group: 'argoproj.io', plural: 'applications' };
export const imageUpdaters = { group: 'argocd-image-updater.argoproj.io', plural: 'imageupdaters' };

let namespaces = 0;

/** A namespace that no other test has. */
export function freshNamespace(): string {
  namespaces += 1;
  return `test-${namespaces}`;
}

/** A valid Application. */
export function application(name: string, metadata: object = {}) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, ...metadata },
    spec: {
      project: 'default',
      destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
      source: { repoURL: 'https://git.example/manifests.git', path: 'apps/web', kustomize: { images: ['web:1.0.0'] } },
    },
  };
}

/** A valid ImageUpdater. */
export function imageUpdater(name: string) {
  return {
    apiVersion: 'argocd-image-updater.argoproj.io/v1alpha1',
    kind: 'ImageUpdater',
    metadata: { name },
    spec: { applicationRefs: [{ namePattern: '*', images: [{ alias: 'web', imageName: 'example/web:1.x' }] }] },
  };
}
