import { parse } from 'yaml';
import { z } from 'zod';
import { ask } from '../serve/index.js';

/** An Application, as far as the operator looks at it. */
export type OperatedApplication = z.output<typeof applicationSchema>;

/** What the operator reads and writes of a cluster. */
export interface OperatedCluster {
  /** The Applications of a namespace. */
  applications(namespace: string): Promise<readonly OperatedApplication[]>;
  /** Merges a change into an Application, as `kubectl patch --type merge` does. */
  patch(application: OperatedApplication, change: object): Promise<void>;
}

/** A cluster as who deploys by it sees it. */
export interface AdministeredCluster extends OperatedCluster {
  /** Makes an Application; one of that name must not be there. */
  create(application: ApplicationToCreate): Promise<void>;
  /** Takes an Application away, if it is there. */
  remove(namespace: string, name: string): Promise<void>;
}

/** An Application to be made. */
export interface ApplicationToCreate {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Application';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: object;
}

const applicationSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    source: z.object({ repoURL: z.string(), targetRevision: z.string().default('main'), path: z.string() }),
    syncPolicy: z.object({ automated: z.object({ enabled: z.boolean().default(true) }).optional() }).optional(),
  }),
  status: z
    .object({
      sync: z.object({ status: z.string(), revision: z.string().optional() }).optional(),
      health: z.object({ status: z.string(), message: z.string().nullish() }).optional(),
      summary: z.object({ images: z.array(z.string()).default([]) }).optional(),
    })
    .optional(),
});
const listSchema = z.object({ items: z.array(applicationSchema) });

const kubeConfigSchema = z.object({
  'current-context': z.string(),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) })),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({ server: z.url(), 'certificate-authority-data': z.string().optional() }),
    }),
  ),
  users: z.array(z.object({ name: z.string(), user: z.object({ token: z.string().optional() }) })),
});

/** A cluster by a kubeconfig with a token. Throws where it has another way to sign in. */
export function openCluster(kubeConfig: string): AdministeredCluster {
  const { url, ca, token } = readContext(kubeConfig);
  const call = async (path: string, { method = 'GET', type = 'application/json', body = '', accept = [0] } = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const reply = await ask(`${url}${path}`, { method, headers, body, ca });
    if (reply.status >= 300 && !accept.includes(reply.status))
      throw new Error(`the cluster answered ${reply.status} to ${method} ${path}`);
    const value: unknown = JSON.parse(reply.body.toString('utf8'));
    return value;
  };
  const placeOf = (namespace: string) => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`;
  return {
    applications: async (namespace) => listSchema.parse(await call(placeOf(namespace))).items,
    async patch({ metadata: { name, namespace } }, change) {
      const type = 'application/merge-patch+json';
      await call(`${placeOf(namespace)}/${name}`, { method: 'PATCH', type, body: JSON.stringify(change) });
    },
    async create(application) {
      await call(placeOf(application.metadata.namespace), { method: 'POST', body: JSON.stringify(application) });
    },
    async remove(namespace, name) {
      await call(`${placeOf(namespace)}/${name}`, { method: 'DELETE', accept: [404] });
    },
  };
}

function readContext(kubeConfig: string) {
  const config = kubeConfigSchema.parse(parse(kubeConfig));
  const context = config.contexts.find(({ name }) => name === config['current-context'])?.context;
  const cluster = config.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users.find(({ name }) => name === context?.user)?.user;
  if (cluster === undefined || user?.token === undefined) {
    throw new Error('the current context of the kubeconfig has no cluster, or a user without a token');
  }
  const encoded = cluster['certificate-authority-data'];
  const ca = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
  return { url: cluster.server.replace(/\/$/, ''), ca, token: user.token };
}
