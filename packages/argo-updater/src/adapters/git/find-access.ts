import type { SecretStore } from '@towline/shared/config';
import { type GitCredentials as Credentials, parseGitUrl } from '@towline/shared/git';
import type { GitCredentials } from '../../core/application/write-back/write-target.js';
import { type ArgocdSecret, findArgocdCredentials } from './argocd-repositories.js';
import type { RepositoryAccess } from './repository-access.js';
import { RepositoryError } from './repository-error.js';
import { type CredentialFields, type ServerTrust, secretAccess } from './secret-access.js';

/** Where Argo CD keeps what it knows of repositories. */
export interface RepositoryCluster {
  /** The repository secrets and credential templates of Argo CD. */
  argocdSecrets(options: Waiting): Promise<readonly ArgocdSecret[]>;
  secret(namespace: string, name: string, options: Waiting): Promise<CredentialFields['fields'] | undefined>;
  /** The keys of SSH servers that Argo CD trusts; empty where it names none. */
  knownHosts(options: Waiting): Promise<string>;
  /** The CA that Argo CD trusts for a host, where it names one. */
  certificate(host: string, options: Waiting): Promise<string | undefined>;
}

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** Where credentials are looked for. */
export interface AccessPlaces {
  readonly cluster?: RepositoryCluster | undefined;
  readonly secrets: SecretStore;
  /** What is known of SSH servers besides what the cluster knows, in the format of `known_hosts`. */
  readonly knownHosts?: string | undefined;
  /** A secret reference that is used where the method says `repocreds` and neither cluster nor Argo CD has any. */
  readonly fallback?: string | undefined;
}

/** Which repository is to be reached, and how. */
export interface AccessQuestion extends Waiting {
  readonly repository: string;
  readonly credentials: GitCredentials;
}

/** Finds out how a repository is reached. An address that nothing has credentials for is reached without any. */
export async function findAccess(places: AccessPlaces, question: AccessQuestion): Promise<RepositoryAccess> {
  const { repository, credentials, signal } = question;
  const trust = await trustOf(places, question);
  switch (credentials.kind) {
    case 'repocreds': {
      const secrets = (await places.cluster?.argocdSecrets({ signal })) ?? [];
      const found = findArgocdCredentials(secrets, repository);
      if (found) return secretAccess(repository, found, trust);
      if (places.fallback !== undefined) return referenced(places, { ...question, reference: places.fallback, trust });
      return { credentials: { kind: 'none' }, tls: { ca: trust.ca } };
    }
    case 'secret': {
      const fields = await readSecret(places, credentials, signal);
      return secretAccess(repository, { place: `Secret ${credentials.namespace}/${credentials.name}`, fields }, trust);
    }
    case 'reference':
      return referenced(places, { ...question, reference: credentials.reference, trust });
  }
}

async function readSecret(
  { cluster }: AccessPlaces,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  signal: AbortSignal | undefined,
): Promise<CredentialFields['fields']> {
  const place = `The Secret ${namespace}/${name}`;
  if (cluster === undefined) throw new RepositoryError('repository-no-cluster', `${place} cannot be read`);
  const fields = await cluster.secret(namespace, name, { signal });
  if (fields === undefined) throw new RepositoryError('repository-secret-missing', `${place} does not exist`);
  return fields;
}

interface Referenced extends AccessQuestion {
  readonly reference: string;
  readonly trust: ServerTrust;
}

/** A private key for an SSH address; for all others `user:password`, or a token alone. */
async function referenced(
  { secrets }: AccessPlaces,
  { repository, reference, trust, signal }: Referenced,
): Promise<RepositoryAccess> {
  const secret = await secrets.get(reference, { signal });
  const tls = { ca: trust.ca };
  if (parseGitUrl(repository).protocol === 'ssh') {
    const hostKeys = { kind: 'known', knownHosts: trust.knownHosts } as const;
    return { credentials: { kind: 'ssh', privateKey: secret, hostKeys } };
  }
  const [, username, colon] = /^([^:\s]+)(:)/.exec(secret.reveal()) ?? [];
  const credentials: Credentials =
    username !== undefined && colon !== undefined
      ? { kind: 'basic', username, password: secret.map((text) => text.slice(username.length + 1)) }
      : { kind: 'token', token: secret };
  return { credentials, tls };
}

async function trustOf(
  { cluster, knownHosts = '' }: AccessPlaces,
  { repository, signal }: AccessQuestion,
): Promise<ServerTrust> {
  const { protocol, host } = parseGitUrl(repository);
  if (protocol === 'https') return { knownHosts, ca: await cluster?.certificate(host, { signal }) };
  if (protocol !== 'ssh') return { knownHosts };
  const known = [knownHosts, (await cluster?.knownHosts({ signal })) ?? ''];
  return { knownHosts: known.filter((text) => text !== '').join('\n') };
}
