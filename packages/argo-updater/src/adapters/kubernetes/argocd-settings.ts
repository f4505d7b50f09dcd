import type { RepositoryCluster } from '../git/find-access.js';
import type { KubeClient } from './kube-client.js';
import { objectPath } from './resource-path.js';
import { configMapSchema } from './schema.js';
import { createSecretReader, listSecrets } from './secrets.js';

const kinds = ['repository', 'repo-creds'] as const;
const typeLabel = 'argocd.argoproj.io/secret-type';

/** The label selector of the Secrets that tell Argo CD of repositories. */
export const repositorySecrets = `${typeLabel} in (${kinds.join(',')})`;

/** What Argo CD knows of repositories, out of its Secrets and ConfigMaps. Each is read once, when it is first asked for. */
export function createRepositoryCluster(
  client: KubeClient,
  { namespace }: { readonly namespace: string },
): RepositoryCluster {
  const reader = createSecretReader(client);
  const secrets = once(async (signal) =>
    (await listSecrets(client, { namespace, labelSelector: repositorySecrets, signal })).flatMap(
      ({ labels, fields }) => {
        const kind = kinds.find((each) => each === labels[typeLabel]);
        return kind === undefined ? [] : [{ kind, fields }];
      },
    ),
  );
  const knownHosts = once((signal) => readConfigMap(client, { namespace, name: 'argocd-ssh-known-hosts-cm', signal }));
  const certificates = once((signal) => readConfigMap(client, { namespace, name: 'argocd-tls-certs-cm', signal }));
  return {
    argocdSecrets: ({ signal }) => secrets(signal),
    secret: (place, name, options) => reader.read(place, name, options),
    knownHosts: async ({ signal }) => (await knownHosts(signal)).ssh_known_hosts ?? '',
    certificate: async (host, { signal }) => (await certificates(signal))[host],
  };
}

/** Remembers an answer, and no failure. */
function once<Value>(read: (signal: AbortSignal | undefined) => Promise<Value>) {
  let known: Promise<Value> | undefined;
  return (signal: AbortSignal | undefined): Promise<Value> => {
    if (known === undefined) {
      const asked = read(signal);
      known = asked;
      asked.catch(() => {
        known = undefined;
      });
    }
    return known;
  };
}

async function readConfigMap(
  client: KubeClient,
  { signal, ...name }: { readonly namespace: string; readonly name: string; readonly signal: AbortSignal | undefined },
): Promise<Readonly<Record<string, string>>> {
  const object = await client.get(objectPath('v1', 'configmaps', name), { signal });
  const parsed = configMapSchema.safeParse(object);
  return parsed.success ? (parsed.data.data ?? {}) : {};
}
