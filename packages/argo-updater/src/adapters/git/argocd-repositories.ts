import { normalizeGitUrl } from '@towline/shared/git';
import { redactUrl } from '@towline/shared/http';
import type { Secret } from '@towline/shared/secret';
import { type CredentialFields, hasCredentials } from './secret-access.js';

/** A Secret that tells Argo CD of a repository, or of all repositories whose addresses begin alike. */
export interface ArgocdSecret {
  readonly kind: 'repository' | 'repo-creds';
  readonly fields: Readonly<Record<string, Secret>>;
}

/**
 * The credentials that Argo CD would use for an address: those of its repository, else the template with the longest address that the
 * repository's begins with. Undefined where neither has any.
 */
export function findArgocdCredentials(secrets: readonly ArgocdSecret[], url: string): CredentialFields | undefined {
  const wanted = normalizeGitUrl(url);
  const known = secrets
    .filter(({ fields }) => (fields.type?.reveal().trim() ?? 'git') !== 'helm')
    .map(({ kind, fields }) => ({ kind, fields, url: fields.url?.reveal().trim() ?? '' }));
  const own = known.find((secret) => secret.kind === 'repository' && normalizeGitUrl(secret.url) === wanted);
  if (own && hasCredentials(named(own))) return named(own);
  const [template] = known
    .filter((secret) => secret.kind === 'repo-creds' && isPrefix(secret.url, url))
    .sort((a, b) => b.url.length - a.url.length);
  return template && named(template);
}

/** A template for `https://host/team` holds for `https://host/team/app` and not for `https://host/teams`. */
function isPrefix(prefix: string, url: string): boolean {
  const [short, long] = [comparable(prefix), comparable(url)];
  return short !== '' && (long === short || long.startsWith(/[/:]$/.test(short) ? short : `${short}/`));
}

function comparable(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^ssh:\/\//, '')
    .replace(/\.git$/, '');
}

function named({ kind, fields, url }: ArgocdSecret & { readonly url: string }): CredentialFields {
  return { place: `The ${kind} secret for ${redactUrl(url)}`, fields };
}
