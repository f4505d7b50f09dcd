import * as z from 'zod';
import type { ImageRepository } from '../../image/index.js';
import { Secret } from '../../secret/index.js';
import { trimEndOf } from '../../text/index.js';
import type { RegistryCredential } from './credential.js';

const entry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
});

/** Docker's `config.json`, which is also what a pull secret of Kubernetes holds. */
export const dockerConfigSchema = z.object({
  auths: z.record(z.string(), entry.nullish()).optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
  credsStore: z.string().optional(),
});

/** A docker config as it was read. */
export type DockerConfig = z.output<typeof dockerConfigSchema>;

/** The names under which a registry may stand in a docker config: its host in images, and where it is asked. */
export interface RegistryNames {
  readonly repository: ImageRepository;
  /** Host of the address, where that is another: `registry-1.docker.io` for `docker.io`. */
  readonly apiHost?: string | undefined;
}

const dockerHubNames = ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'];

/** Docker Hub's own key in every config: it has the address of a protocol that is long gone. */
export const dockerHubKey = 'https://index.docker.io/v1/';

/** The hosts that name the same registry. They are compared whole. */
export function hostsOf({ repository, apiHost }: RegistryNames): ReadonlySet<string> {
  const hosts = [repository.host, ...(apiHost === undefined ? [] : [apiHost])].map((host) => host.toLowerCase());
  const hub = hosts.some((host) => dockerHubNames.includes(host));
  return new Set(hub ? [...hosts, ...dockerHubNames] : hosts);
}

/** The credentials of `auths` for a repository: those of the longest path above it, else those of any entry of its registry. */
export function findInAuths(config: DockerConfig, names: RegistryNames): RegistryCredential | undefined {
  const hosts = hostsOf(names);
  const matching = Object.entries(config.auths ?? {})
    .map(([key, auth]) => ({ ...splitKey(key), auth }))
    .filter(({ host }) => hosts.has(host))
    .map(({ path, auth }) => ({ rank: rankOf(path, names.repository.path), auth }))
    .sort((a, b) => b.rank - a.rank);
  for (const { auth } of matching) {
    const credential = toCredential(auth ?? {});
    if (credential !== undefined) return credential;
  }
  return undefined;
}

/** `https://host:port/v1/` and `host/some/path` in their parts; the versions of the API are no path. */
function splitKey(key: string): { readonly host: string; readonly path: string } {
  const [host = '', ...segments] = key.replace(/^https?:\/\//, '').split('/');
  const path = trimEndOf(segments.join('/').replace(/^v[12](\/|$)/, ''), '/');
  return { host: host.toLowerCase(), path };
}

/** The longer the path above the repository, the better; one for another repository is the last resort, as at argocd-image-updater. */
function rankOf(path: string, repository: string): number {
  return path === '' || repository === path || repository.startsWith(`${path}/`) ? path.length : -1;
}

function toCredential(auth: z.output<typeof entry>): RegistryCredential | undefined {
  if (auth.identitytoken) return { kind: 'identity-token', token: new Secret(auth.identitytoken) };
  if (auth.registrytoken) return { kind: 'bearer', token: new Secret(auth.registrytoken) };
  if (auth.auth) return parseUserPassword(Buffer.from(auth.auth, 'base64').toString());
  if (auth.username === undefined || auth.password === undefined) return undefined;
  return { kind: 'basic', username: auth.username, password: new Secret(auth.password) };
}

/** `user:password`, where the password may hold colons; undefined where there is no user. */
export function parseUserPassword(text: string): RegistryCredential | undefined {
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  // Docker pads what it encodes with zero bytes.
  const password = trimEndOf(text.slice(colon + 1), '\0');
  return { kind: 'basic', username: text.slice(0, colon), password: new Secret(password) };
}
