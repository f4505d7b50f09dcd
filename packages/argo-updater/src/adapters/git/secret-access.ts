import { type GitCredentials, type HostKeys, parseGitUrl } from '@towline/shared/git';
import type { Secret } from '@towline/shared/secret';
import type { RepositoryAccess } from './repository-access.js';
import { RepositoryError } from './repository-error.js';

/** A Secret with Git credentials, in the words of Argo CD. */
export interface CredentialFields {
  /** How messages name it. */
  readonly place: string;
  readonly fields: Readonly<Record<string, Secret>>;
}

/** By what servers are trusted. */
export interface ServerTrust {
  /** In the format of `known_hosts`. */
  readonly knownHosts: string;
  /** The CA of a host that has one of its own, as PEM. */
  readonly ca?: string | undefined;
}

/** What a Secret says of reaching a repository: the fields of Argo CD's repository secrets, which argocd-image-updater reads too. */
export function secretAccess(url: string, secret: CredentialFields, trust: ServerTrust): RepositoryAccess {
  const value = (name: string): string => secret.fields[name]?.reveal().trim() ?? '';
  if (value('tlsClientCertData') !== '') {
    const message = `${secret.place} has the field tlsClientCertData: Git is not given client certificates`;
    throw new RepositoryError('repository-secret-unsupported', message);
  }
  const insecure = value('insecure') === 'true';
  const hostKeys: HostKeys =
    insecure || value('insecureIgnoreHostKey') === 'true'
      ? { kind: 'unchecked' }
      : { kind: 'known', knownHosts: trust.knownHosts };
  return {
    credentials: credentialsOf(url, secret, hostKeys),
    tls: { ca: trust.ca, insecure },
    proxy: value('proxy') || undefined,
  };
}

/** Whether a Secret holds credentials at all: one of Argo CD may hold an address alone. */
export function hasCredentials({ fields }: CredentialFields): boolean {
  return ['password', 'sshPrivateKey', 'bearerToken', 'githubAppPrivateKey'].some((name) => fields[name] !== undefined);
}

function credentialsOf(url: string, { place, fields }: CredentialFields, hostKeys: HostKeys): GitCredentials {
  if (parseGitUrl(url).protocol === 'ssh') {
    if (fields.sshPrivateKey) return { kind: 'ssh', privateKey: fields.sshPrivateKey, hostKeys };
    throw incomplete(place, url);
  }
  const { githubAppID, githubAppInstallationID, githubAppPrivateKey, bearerToken, username, password } = fields;
  if (githubAppID && githubAppInstallationID && githubAppPrivateKey) {
    return {
      kind: 'github-app',
      appId: githubAppID.reveal().trim(),
      installationId: githubAppInstallationID.reveal().trim(),
      privateKey: githubAppPrivateKey,
      apiUrl: fields.githubAppEnterpriseBaseUrl?.reveal().trim() || undefined,
    };
  }
  if (password) {
    const user = username?.reveal().trim();
    return user ? { kind: 'basic', username: user, password } : { kind: 'token', token: password };
  }
  if (bearerToken) return { kind: 'bearer', token: bearerToken };
  throw incomplete(place, url);
}

function incomplete(place: string, url: string): RepositoryError {
  return new RepositoryError('repository-secret-incomplete', `${place} holds no credentials that ${url} could take`);
}
