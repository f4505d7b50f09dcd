import { startKubeFake } from '@towline/test-kit/kube';
import { startKubeApi } from '@towline/test-kit/real';
import { ask } from '@towline/test-kit/serve';
import { z } from 'zod';

/** A Kubernetes object as tests write it. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: object };
  readonly [field: string]: unknown;
}

/** A cluster with the definitions of Argo CD, and its API as an administrator uses it. */
export interface Cluster {
  readonly kubeConfig: string;
  create(object: ClusterObject): Promise<void>;
  /** The live Applications of a namespace. */
  applications(namespace: string): Promise<readonly LiveApplication[]>;
  /** Changes an Application as a person does by `kubectl edit`. */
  patch(namespace: string, name: string, change: object): Promise<void>;
  stop(): Promise<void>;
}

const applicationSchema = z.object({ metadata: z.object({ name: z.string() }), spec: z.unknown() });
/** A live Application as far as tests look at it. */
export type LiveApplication = z.output<typeof applicationSchema>;

const paths: Readonly<Record<string, string>> = {
  Application: 'apis/argoproj.io/v1alpha1',
  Secret: 'api/v1',
  ConfigMap: 'api/v1',
};

/** Starts the fake, or the real API server. */
export async function startCluster(kind: 'fake' | 'real'): Promise<Cluster> {
  const api = kind === 'real' ? await startKubeApi() : await startKubeFake();
  const call = async (place: string, question: { method?: string; type?: string; body?: object } = {}) => {
    const { method, type = 'application/json', body } = question;
    const headers = { authorization: `Bearer ${api.token}`, 'content-type': type };
    const reply = await ask(`${api.url}/${place}`, { method, headers, body: JSON.stringify(body), ca: api.ca });
    const text = reply.body.toString('utf8');
    if (reply.status >= 300) throw new Error(`${method ?? 'GET'} ${place} was answered ${reply.status}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  const placeOf = (kind: string, namespace: string) => `${paths[kind]}/namespaces/${namespace}/${kind.toLowerCase()}s`;
  return {
    kubeConfig: api.kubeConfig,
    async create(object) {
      await call(placeOf(object.kind, object.metadata.namespace), { method: 'POST', body: object });
    },
    async applications(namespace) {
      return z.object({ items: z.array(applicationSchema) }).parse(await call(placeOf('Application', namespace))).items;
    },
    async patch(namespace, name, body) {
      const place = `${placeOf('Application', namespace)}/${name}`;
      await call(place, { method: 'PATCH', type: 'application/merge-patch+json', body });
    },
    stop: () => api.stop(),
  };
}
