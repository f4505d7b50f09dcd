import { errorMessage } from '../../errors/index.js';
import type { SecretResolver } from '../../ports/index.js';
import type { Environment } from '../../process/index.js';
import { Secret } from '../../secret/index.js';
import { RegistryError } from '../registry-error.js';
import type { RegistryCredential } from './credential.js';
import { askProgram } from './credential-helper.js';
import type { CredentialReference } from './credential-reference.js';
import { credentialsMissing } from './credentials-missing.js';
import { parseUserPassword, type RegistryNames } from './docker-config.js';
import { fromPullSecret } from './docker-credentials.js';

/** Reads Secrets of Kubernetes. */
export interface KubernetesSecretReader {
  /** The fields of a Secret, decoded; undefined where there is no such Secret. */
  read(
    namespace: string,
    name: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Readonly<Record<string, Secret>> | undefined>;
}

/** Where credentials can be looked up. */
export interface CredentialPlaces {
  /** For `env:`, and for the programs of `ext:` and of docker. */
  readonly environment: Environment;
  /** For `pullsecret:` and `secret:`. */
  readonly kubernetes?: KubernetesSecretReader | undefined;
  /** For every other scheme: `aws-sm://`, `ssm://`, `file:` … */
  readonly resolvers?: readonly SecretResolver[] | undefined;
}

/** What is looked for. */
export interface CredentialSearch {
  readonly reference: CredentialReference;
  /** The reference as it is spelled, for messages. */
  readonly text: string;
  readonly names: RegistryNames;
}

/** The credentials behind a reference; `text` is its spelling. Errors name the place and never what is kept there. */
export async function lookUp(
  places: CredentialPlaces,
  { text, reference, names }: CredentialSearch,
): Promise<RegistryCredential> {
  switch (reference.kind) {
    case 'pull-secret':
      return fromPullSecret(await readKubernetes(places, text, reference), text, names);
    case 'secret': {
      const fields = await readKubernetes(places, text, reference);
      return fromUserPassword(fields[reference.field], text);
    }
    case 'environment': {
      const value = places.environment[reference.variable];
      return fromUserPassword(value === undefined ? undefined : new Secret(value), text);
    }
    case 'program':
      return askProgram(reference.path, { environment: places.environment });
    case 'resolver':
      return fromUserPassword(await resolve(places, reference), text);
  }
}

async function readKubernetes(
  { kubernetes }: CredentialPlaces,
  text: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<Readonly<Record<string, Secret>>> {
  if (kubernetes === undefined)
    throw credentialsMissing(`${text} is a Secret of Kubernetes, and no cluster is at hand`);
  const fields = await translated(kubernetes.read(namespace, name), text);
  if (fields === undefined)
    throw credentialsMissing(`${text}: there is no Secret ${name} in the namespace ${namespace}`);
  return fields;
}

function fromUserPassword(value: Secret | undefined, text: string): RegistryCredential {
  if (value === undefined) throw credentialsMissing(`${text} does not exist`);
  const credential = parseUserPassword(value.reveal().trim());
  if (credential === undefined) throw credentialsMissing(`${text} does not hold user:password`);
  return credential;
}

async function resolve(
  { resolvers = [] }: CredentialPlaces,
  { scheme, reference }: Extract<CredentialReference, { kind: 'resolver' }>,
): Promise<Secret> {
  const resolver = resolvers.find((one) => one.scheme === scheme);
  if (resolver === undefined)
    throw credentialsMissing(`${reference} cannot be resolved: nothing here answers for ${scheme}:`);
  return translated(resolver.resolve(reference), reference);
}

async function translated<Value>(work: Promise<Value>, text: string): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    throw new RegistryError('registry-credentials', `${text} could not be had: ${errorMessage(cause)}`, { cause });
  }
}
