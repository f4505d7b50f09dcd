import type { SecretResolver } from '@towline/shared/ports';
import type { KubernetesSecretReader } from '@towline/shared/registry';
import { parseSecretReference, Secret, SecretError } from '@towline/shared/secret';
import type { KubeClient } from './kube-client.js';
import { KubernetesError } from './kubernetes-error.js';
import { objectPath, resourcePath } from './resource-path.js';
import { secretListSchema, secretSchema } from './schema.js';

/** A Secret: its fields, decoded. */
export type SecretFields = Readonly<Record<string, Secret>>;

/** Reads single Secrets: pull secrets, and the credentials of repositories. */
export function createSecretReader(client: KubeClient): KubernetesSecretReader {
  return {
    async read(namespace, name, options) {
      const path = objectPath('v1', 'secrets', { namespace, name });
      const object = await client.get(path, options);
      if (object === undefined) return undefined;
      const parsed = secretSchema.safeParse(object);
      if (!parsed.success) throw noSecret(path, parsed.error);
      return decode(parsed.data.data ?? {});
    },
  };
}

/** All Secrets of a namespace that a label selector selects, each with its labels. */
export async function listSecrets(
  client: KubeClient,
  request: { readonly namespace: string; readonly labelSelector: string; readonly signal?: AbortSignal | undefined },
): Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly fields: SecretFields }[]> {
  const path = resourcePath('v1', 'secrets', request.namespace);
  return client.list({ path, ...request }, (page) => {
    const parsed = secretListSchema.safeParse(page);
    if (!parsed.success) throw noSecret(path, parsed.error);
    return (parsed.data.items ?? []).map(({ metadata, data }) => ({
      labels: metadata.labels ?? {},
      fields: decode(data ?? {}),
    }));
  });
}

/** Answers for `k8s://namespace/name#key`. */
export function createKubernetesResolver(reader: KubernetesSecretReader): SecretResolver {
  return {
    scheme: 'k8s',
    async resolve(text, options) {
      const reference = parseSecretReference(text);
      if (reference.kind !== 'k8s')
        throw new SecretError('secret-reference-invalid', text, { what: 'is not of a cluster' });
      const fields = await reader.read(reference.namespace, reference.name, options);
      const value = fields?.[reference.key];
      if (value !== undefined) return value;
      throw new SecretError('secret-not-found', text, {
        what: fields === undefined ? 'does not exist' : `has no key ${reference.key}`,
      });
    },
  };
}

function decode(data: Readonly<Record<string, string>>): SecretFields {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, new Secret(Buffer.from(value, 'base64').toString('utf8'))]),
  );
}

/** The cause is left out of the message: it may quote what is kept there. */
function noSecret(path: string, cause: unknown): KubernetesError {
  return new KubernetesError('kubernetes-answer', `${path} was not answered with a Secret`, { cause });
}
