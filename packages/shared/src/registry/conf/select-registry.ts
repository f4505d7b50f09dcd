import { formatRepository, type ImageRepository } from '../../image/index.js';
import type { RegistryEntry } from './registries-conf.js';

/** The registry that an image is looked up in. */
export interface SelectedRegistry {
  /** Whether somebody configured it, it is known anyway, or it follows from the image's host. */
  readonly kind: 'configured' | 'built-in' | 'inferred';
  readonly entry: RegistryEntry;
}

const dockerHub = 'docker.io';
const dockerHubNames = [dockerHub, 'index.docker.io', 'registry-1.docker.io'];
/** What argocd-image-updater allows to a registry that nobody configured. */
const inferredLimit = 20;
const dockerHubLimit = 10;

/**
 * The registry for an image, chosen as argocd-image-updater does: the entry whose prefix is the host, else the one with the longest
 * prefix of `host/path` (as text, without regard to slashes), else, for Docker Hub, the default entry, else what the host implies.
 */
export function selectRegistry(entries: readonly RegistryEntry[], repository: ImageRepository): SelectedRegistry {
  const entry = findEntry(entries, repository);
  if (entry !== undefined) return { kind: 'configured', entry };
  if (repository.host !== dockerHub) return { kind: 'inferred', entry: inferEntry(repository.host) };
  return {
    kind: 'built-in',
    entry: {
      ...inferEntry(dockerHub),
      name: 'Docker Hub',
      apiUrl: 'https://registry-1.docker.io',
      defaultNamespace: 'library',
      limit: dockerHubLimit,
    },
  };
}

function findEntry(entries: readonly RegistryEntry[], repository: ImageRepository): RegistryEntry | undefined {
  const hosts = repository.host === dockerHub ? dockerHubNames : [repository.host];
  const exact = entries.findLast(({ prefix }) => hosts.includes(prefix));
  if (exact !== undefined) return exact;
  const name = formatRepository(repository);
  const [longest] = entries
    .filter(({ prefix }) => prefix !== '' && name.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  if (longest !== undefined) return longest;
  // A canonical name does not tell an image without a registry from one of docker.io.
  return repository.host === dockerHub
    ? entries.find(({ isDefault, prefix }) => isDefault || prefix === '')
    : undefined;
}

function inferEntry(host: string): RegistryEntry {
  return {
    name: host,
    prefix: host,
    apiUrl: `https://${host}`,
    ping: false,
    credentials: '',
    credsExpireMs: 0,
    tagSortMode: '',
    insecure: false,
    caFile: '',
    caData: '',
    defaultNamespace: '',
    limit: inferredLimit,
    isDefault: false,
  };
}
